import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton, More } from '../../../components/list/list-states.tsx'
import { onConflict, onReturn } from '../../../lib/live/live-store.ts'
import { readAgain } from '../../../lib/live/read-again.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { type ActFilter, actsOptions } from '../api/acts.ts'
import { HistoryFrame } from '../frame/history-frame.tsx'
import { ActFilters } from './act-filters.tsx'
import { ActRow } from './act-row.tsx'
import classes from './acts.module.css'
import { ExportMenu } from './export-menu.tsx'

interface ActsProps {
  readonly filter: ActFilter
  readonly onFilter: (filter: ActFilter) => void
}

/** Who did what about conflicts, the newest first. Nobody can change or remove an entry. */
export function Acts({ filter, onFilter }: ActsProps) {
  const { t } = useLingui()
  const { org, user } = useSession()
  const query = useInfiniteQuery(actsOptions(org.org, filter))
  const client = useQueryClient()
  const shown = query.data?.pages.flatMap((page) => page.items) ?? []
  // A long list is not read again under somebody's eyes; the first page is.
  const isFirst = (query.data?.pages.length ?? 1) === 1
  useEffect(() => {
    if (!isFirst) return undefined
    const again = (): void => void readAgain(client, actsOptions(org.org, filter).queryKey)
    const stops = [onConflict(again), onReturn(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [isFirst, client, org.org, filter])
  const onPerson = (person: string): void => onFilter({ ...filter, person })
  return (
    <HistoryFrame
      title={t`History`}
      note={t`Who decided what, the newest first. Nothing here can be changed or removed.`}
      tools={<ExportMenu org={org.org} filter={filter} />}
    >
      <ActFilters filter={filter} me={user.email} shown={shown} onFilter={onFilter} />
      {query.isPending ? <ListSkeleton label={t`Loading the history`} /> : null}
      {query.error !== null && query.data === undefined ? (
        <ListError
          title={t`The history could not be read`}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data !== undefined && shown.length === 0 ? (
        <Nothing isFiltered={Object.keys(filter).length > 0} onAll={() => onFilter({})} />
      ) : null}
      {shown.length === 0 ? null : (
        <ol className={classes.list} aria-label={t`History, the newest first`}>
          {shown.map((act) => (
            <ActRow key={act.id} act={act} zone={org.time_zone} onPerson={onPerson} />
          ))}
        </ol>
      )}
      <More query={query} />
    </HistoryFrame>
  )
}

function Nothing({ isFiltered, onAll }: { isFiltered: boolean; onAll: () => void }) {
  const { t } = useLingui()
  const icon = <IconHistory size={24} stroke={1.6} />
  if (isFiltered) {
    return (
      <NoticePanel
        icon={icon}
        title={t`Nothing matches`}
        actions={
          <Button variant="default" onClick={onAll}>
            <Trans>Show everything</Trans>
          </Button>
        }
      />
    )
  }
  return (
    <NoticePanel icon={icon} title={t`Nothing has been decided yet`}>
      <Trans>What people, rules and the deadline decide appears here, with who and when.</Trans>
    </NoticePanel>
  )
}
