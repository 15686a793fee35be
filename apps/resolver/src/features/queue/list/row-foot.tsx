import type { ConflictState } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { OthersLooking } from '../../../components/people/others-looking.tsx'
import { useOwnAccountId } from '../../../lib/session/own-account.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { deadlineWords } from '../../../lib/time/deadline.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { useServerNow } from '../../../lib/time/server-clock.ts'
import { useDraftProgress } from '../draft-progress.ts'
import type { QueueRow as Row } from '../steady-rows.ts'
import classes from './queue-row.module.css'

interface RowFootProps {
  readonly row: Row
  readonly zone: string
}

/** What the time does to it, who has it, and how far the reader has come with it. */
export function RowFoot({ row, zone }: RowFootProps) {
  const { item, gone } = row
  if (item.state !== 'open') return <Settled row={row} zone={zone} />
  if (gone) {
    return (
      <span className={classes.settled}>
        <Trans>No longer waiting</Trans>
      </span>
    )
  }
  return (
    <span className={classes.foot}>
      <Deadline item={item} />
      <Assignee item={item} />
      <OthersLooking id={item.id} />
      <OwnProgress id={item.id} />
    </span>
  )
}

/** The time left together with what happens then. Not a live region: it would talk all day. */
function Deadline({ item }: { item: Row['item'] }) {
  const words = deadlineWords(item, useServerNow())
  return (
    <span
      className={classes.deadline}
      data-urgency={words.urgency}
      data-escalates={item.timeout_outcome === 'escalate' || undefined}
    >
      <b>{words.left}</b>
      {item.paused ? ' ' : item.timeout_outcome === 'escalate' ? ': ' : ', '}
      {words.outcome}
    </span>
  )
}

function Assignee({ item: { assignee } }: { item: Row['item'] }) {
  const own = useOwnAccountId()
  if (assignee === null) return null
  return (
    <span className={classes.person}>
      {assignee.id === own ? <Trans>Given to you</Trans> : <Trans>Given to {assignee.name}</Trans>}
    </span>
  )
}

function OwnProgress({ id }: { id: string }) {
  const progress = useDraftProgress(id)
  if (progress === null) return null
  return (
    <span className={classes.draft}>
      <Trans>
        You have decided {progress.decided} of {progress.of}
      </Trans>
    </span>
  )
}

/** Those who decide without being people; the state says it already. */
const NOBODY: ReadonlySet<string> = new Set(['system', 'rule', 'timer'])

function Settled({ row: { item }, zone }: RowFootProps) {
  const words = useSettledWords(item)
  return (
    <span className={classes.settled}>
      {words}
      {item.resolved_at === null ? null : (
        <time dateTime={item.resolved_at}> · {formatInstant(item.resolved_at, zone, 'short')}</time>
      )}
    </span>
  )
}

function useSettledWords({ state, resolved_by: by }: Row['item']): string {
  const { t } = useLingui()
  const { user } = useSession()
  const byPerson = by === user.email ? t`Resolved by you` : t`Resolved by ${by}`
  const words: Record<ConflictState, string> = {
    open: t`Waiting`,
    resolved: by === null || NOBODY.has(by) ? t`Resolved` : byPerson,
    auto_resolved: by === 'timer' ? t`Settled by the deadline` : t`Settled by a rule`,
    withdrawn: t`Withdrawn: nothing is left to decide`,
  }
  return words[state]
}
