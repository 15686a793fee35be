import type { ConflictDetail } from '@dartwing/protocol'
import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { DOCUMENT_FIELD } from '../../../lib/draft/units.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { leftOut } from '../fields/left-out.ts'
import { type DecisionRowProps, DocumentDecision } from './document-decision.tsx'
import { LeftOut } from './left-out-line.tsx'
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
        {shown.map((decision) => {
          const Row = decision.field === DOCUMENT_FIELD ? DocumentDecision : DecisionRow
          return <Row key={decision.field} decision={decision} detail={detail} zone={zone} />
        })}
      </dl>
    </>
  )
}

function DecisionRow({ decision, detail, zone }: DecisionRowProps) {
  const known = detail.fields_view.find((view) => view.name === decision.field)
  const field = known ?? { label: decision.field.replaceAll('_', ' '), type: 'text', unit: null }
  const { winner, value, server, client } = decision
  // A double booking is between two records: no value of the one was chosen over the other's.
  const winningSide = detail.kind !== 'slot_collision' ? winner : null
  const sides = [
    { side: 'server', value: server },
    { side: 'client', value: client },
  ] as const
  return (
    <div className={classes.decision}>
      <dt>{ruleText(field.label)}</dt>
      <dd>
        <div className={classes.stands}>
          <Value field={field} value={value} zone={zone} />
          {winningSide === 'server' || winningSide === 'client' ? <SideLabel side={winningSide} /> : null}
        </div>
        {leftOut(sides, value).map(({ side, value: lost }) => (
          <LeftOut key={side} side={side}>
            <Value field={field} value={lost} zone={zone} />
          </LeftOut>
        ))}
        {decision.rule === 'chosen' ? null : (
          <WhyLine rule={decision.rule} reason={decision.reason ?? null} />
        )}
      </dd>
    </div>
  )
}
