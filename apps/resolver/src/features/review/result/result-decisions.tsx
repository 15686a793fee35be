import type { ConflictDetail } from '@dartwing/protocol'
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
}

interface ResultDecisionsProps {
  readonly detail: ConflictDetail
  readonly resolution: NonNullable<ConflictDetail['resolution']>
  readonly zone: string
}

export function ResultDecisions({ detail, resolution, zone }: ResultDecisionsProps) {
  const chosen = resolution.decisions.filter(
    (decision) => decision.rule === 'chosen' || decision.rule === 'timeout',
  )
  const shown = chosen.length > 0 ? chosen : resolution.decisions
  return (
    <>
      <p className={classes.action}>{ACTIONS[resolution.action] ?? resolution.action.replaceAll('_', ' ')}</p>
      <dl className={classes.decisions}>
        {shown.map((decision) => {
          const field = detail.fields_view.find((view) => view.name === decision.field)
          return (
            <div key={decision.field} className={classes.decision}>
              <dt>{field?.label ?? decision.field.replaceAll('_', ' ')}</dt>
              <dd>
                <Value
                  field={field ?? { label: decision.field, type: 'text', unit: null }}
                  value={decision.value}
                  zone={zone}
                />
                {decision.winner === 'server' || decision.winner === 'client' ? (
                  <SideLabel side={decision.winner} />
                ) : null}
              </dd>
            </div>
          )
        })}
      </dl>
    </>
  )
}
