import type { HistoryEntry } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconMapOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton, More } from '../../../components/list/list-states.tsx'
import { ProblemError } from '../../../lib/http/problem-error.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { onReturn } from '../../../lib/live/live-store.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { type RecordKey, recordHistoryOptions } from '../api/record-history.ts'
import { HistoryFrame } from '../frame/history-frame.tsx'
import { Entry } from './entry.tsx'
import classes from './record.module.css'

/** How one record came to be what it is: every version, what was left out for it, and the way back. */
export function RecordHistory({ record }: { record: RecordKey }) {
  const { t } = useLingui()
  const { org } = useSession()
  const query = useInfiniteQuery(recordHistoryOptions(org.org, record))
  const { data, error, refetch } = query
  useEffect(() => onReturn(() => void refetch()), [refetch])
  if (error instanceof ProblemError && error.code === 'not_found') return <Missing />
  const [first] = data?.pages ?? []
  const now = first?.now ?? null
  const entries = data?.pages.flatMap((page) => page.items) ?? []
  const fields = Object.assign({}, ...(data?.pages.map((page) => page.fields) ?? []))
  return (
    <HistoryFrame
      key={first === undefined ? 'waits' : 'here'}
      title={now?.title ?? record.name}
      note={`${ruleText(record.doctype)} · ${record.name}`}
      tools={
        <div className={classes.tools}>
          {now?.data?.branch_of || entries.some(wasBranched) ? (
            <ButtonLink
              to="/branches/$doctype/$name"
              params={{ ...record }}
              variant="default"
              size="compact-md"
            >
              <Trans>Compare the versions</Trans>
            </ButtonLink>
          ) : null}
          <ButtonLink to="/history" search={{}} variant="default" size="compact-md">
            <Trans>All history</Trans>
          </ButtonLink>
        </div>
      }
    >
      {now?.conflict_id ? <OpenQuestion id={now.conflict_id} /> : null}
      {now !== null && now.data === null ? (
        <p className={classes.state}>
          <Trans>This record is deleted. What it was is kept below.</Trans>
        </p>
      ) : null}
      {query.isPending ? <ListSkeleton label={t`Loading the history`} /> : null}
      {error !== null && data === undefined ? (
        <ListError title={t`The history could not be read`} error={error} onRetry={() => void refetch()} />
      ) : null}
      {entries.length === 0 ? null : (
        <ol className={classes.timeline} aria-label={t`Versions, the newest first`}>
          {entries.map((entry) => (
            <Entry key={entry.version} record={record} entry={entry} now={now} fields={fields} />
          ))}
        </ol>
      )}
      <More query={query} />
    </HistoryFrame>
  )
}

/** Somebody's version of it was kept beside it. */
function wasBranched({ attempts }: HistoryEntry): boolean {
  return attempts.some(({ decisions }) => decisions.some(({ rule }) => rule === 'version_all'))
}

function OpenQuestion({ id }: { id: string }) {
  return (
    <div className={classes.state}>
      <Trans>A decision about this record is open. Until it is made, values are chosen there.</Trans>{' '}
      <ButtonLink to="/c/$id" params={{ id }} search={{}} size="compact-md">
        <Trans>Open the question</Trans>
      </ButtonLink>
    </div>
  )
}

function Missing() {
  const { t } = useLingui()
  return (
    <NoticePanel
      level={1}
      icon={<IconMapOff size={24} stroke={1.6} />}
      title={t`This record is not here`}
      actions={
        <ButtonLink to="/history" search={{}}>
          <Trans>All history</Trans>
        </ButtonLink>
      }
    >
      <Trans>It does not exist, or it belongs to people other than you.</Trans>
    </NoticePanel>
  )
}
