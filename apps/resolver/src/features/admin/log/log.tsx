import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton, More } from '../../../components/list/list-states.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { auditOptions } from '../api/audit.ts'
import classes from './log.module.css'
import { logSentence } from './log-words.ts'

/** What admins did, the newest first. Nobody can change or remove an entry. */
export function Log() {
  const { org } = useSession()
  const query = useInfiniteQuery(auditOptions(org.org))
  if (query.isPending) return <ListSkeleton label={t`Loading the log`} />
  if (query.data === undefined) {
    return (
      <ListError
        title={t`The log could not be read`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  const entries = query.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) {
    return (
      <NoticePanel icon={<IconHistory size={24} stroke={1.6} />} title={t`Nothing has happened yet`}>
        <Trans>
          Invitations, roles, disabled members and rollout stages appear here, with who did it and when.
        </Trans>
      </NoticePanel>
    )
  }
  return (
    <section aria-labelledby="log">
      <VisuallyHidden component="h2" id="log">
        <Trans>Log</Trans>
      </VisuallyHidden>
      <ol className={classes.log}>
        {entries.map((entry) => (
          <li key={entry.id} className={classes.entry}>
            <span className={classes.what}>{logSentence(entry)}</span>
            <time dateTime={entry.at} className={classes.at}>
              {formatInstant(entry.at, org.time_zone, 'full')}
            </time>
          </li>
        ))}
      </ol>
      <More query={query} />
    </section>
  )
}
