import type { ConflictDetail } from '@dartwing/protocol'
import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import classes from './result-screen.module.css'

const ACTIONS: Readonly<Record<string, MessageDescriptor>> = {
  choose: msg`Values were chosen`,
  move: msg`Moved to another time`,
  cancel: msg`One appointment was cancelled`,
  book_anyway: msg`Both were booked`,
  accept_signature: msg`A signature was accepted`,
  request_signature: msg`A new signature was requested`,
  reject_both: msg`Both signatures were rejected`,
  restore: msg`The device’s version was restored`,
  rule: msg`Nobody had to be asked`,
  timeout: msg`Nobody decided in time: the server’s version stands`,
}

export function actionWords(action: string): string {
  const known = ACTIONS[action]
  return known === undefined ? action.replaceAll('_', ' ') : i18n._(known)
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
      <p className={classes.action}>{actionWords(resolution.action)}</p>
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
      <dt>{ruleText(field.label)}</dt>
      <dd>
        <div className={classes.stands}>
          <Value field={field} value={value} zone={zone} />
          {winner === 'server' || winner === 'client' ? <SideLabel side={winner} /> : null}
        </div>
        {leftOut(decision).map(({ side, lost }) => (
          <div key={side} className={classes.leftOut}>
            <span>
              <Trans>Left out, kept here:</Trans>
            </span>
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
