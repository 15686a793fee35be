import type { ConflictDetail } from '@dartwing/protocol'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import classes from './result-screen.module.css'

const ACTIONS: Readonly<Record<string, string>> = {
  choose: 'Values were chosen',
  move: 'Moved to another time',
  cancel: 'One appointment was cancelled',
  book_anyway: 'Both were booked',
  accept_signature: 'A signature was accepted',
  request_signature: 'A new signature was requested',
  reject_both: 'Both signatures were rejected',
  restore: 'The device’s version was restored',
  rule: 'Nobody had to be asked',
  timeout: 'Nobody decided in time: the server’s version stands',
}

type Decision = NonNullable<ConflictDetail['resolution']>['decisions'][number]

interface ResultDecisionsProps {
  readonly detail: ConflictDetail
  readonly resolution: NonNullable<ConflictDetail['resolution']>
  readonly zone: string
}

/** What stands, by which rule, and what was left out for it. */
export function ResultDecisions({ detail, resolution, zone }: ResultDecisionsProps) {
  const disputed = resolution.decisions.filter(
    (decision) => decision.rule === 'chosen' || detail.fields.includes(decision.field),
  )
  const shown = disputed.length > 0 ? disputed : resolution.decisions
  return (
    <>
      <p className={classes.action}>{ACTIONS[resolution.action] ?? resolution.action.replaceAll('_', ' ')}</p>
      <dl className={classes.decisions}>
        {shown.map((decision) => (
          <DecisionRow key={decision.field} decision={decision} detail={detail} zone={zone} />
        ))}
      </dl>
    </>
  )
}

function DecisionRow({
  decision,
  detail,
  zone,
}: {
  decision: Decision
  detail: ConflictDetail
  zone: string
}) {
  const known = detail.fields_view.find((view) => view.name === decision.field)
  const field = known ?? { label: decision.field.replaceAll('_', ' '), type: 'text', unit: null }
  const { winner, value } = decision
  return (
    <div className={classes.decision}>
      <dt>{field.label}</dt>
      <dd>
        <div className={classes.stands}>
          <Value field={field} value={value} zone={zone} />
          {winner === 'server' || winner === 'client' ? <SideLabel side={winner} /> : null}
        </div>
        {leftOut(decision).map(({ side, lost }) => (
          <div key={side} className={classes.leftOut}>
            <span>Left out, kept here:</span>
            <SideLabel side={side} />
            <Value field={field} value={lost} zone={zone} />
          </div>
        ))}
        {decision.rule === 'chosen' ? null : (
          <WhyLine rule={decision.rule} reason={decision.reason ?? null} />
        )}
      </dd>
    </div>
  )
}

function leftOut({ server, client, value }: Decision) {
  const stands = JSON.stringify(value ?? null)
  const sides = [
    { side: 'server', lost: server },
    { side: 'client', lost: client },
  ] as const
  return sides.filter(({ lost }) => lost !== undefined && lost !== null && JSON.stringify(lost) !== stands)
}
