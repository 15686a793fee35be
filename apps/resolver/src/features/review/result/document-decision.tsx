import type { ConflictDetail } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'
import { Trans } from '@lingui/react/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { canonical } from '../../../lib/draft/prints.ts'
import { LeftOut } from './left-out-line.tsx'
import classes from './result-screen.module.css'

export interface DecisionRowProps {
  readonly decision: NonNullable<ConflictDetail['resolution']>['decisions'][number]
  readonly detail: ConflictDetail
  readonly zone: string
}

/** Kept or deleted; and what the other had done with it. */
export function DocumentDecision({ decision, detail, zone }: DecisionRowProps) {
  const { winner, value, base } = decision
  const loser = winner === 'server' ? 'client' : 'server'
  const lost = decision[loser]
  const before = asDoc(base ?? detail.base)
  const changed = detail.fields_view.filter(({ name }) => {
    const now = asDoc(lost)[name]
    return now !== undefined && canonical(now) !== canonical(before[name])
  })
  return (
    <div className={classes.decision}>
      <dt>
        <Trans>The record</Trans>
      </dt>
      <dd>
        <div className={classes.stands}>
          {value == null ? <Trans>deleted</Trans> : <Trans>kept</Trans>}
          {winner === 'server' || winner === 'client' ? <SideLabel side={winner} /> : null}
        </div>
        {lost === null ? (
          <LeftOut side={loser}>
            <Trans>deleted</Trans>
          </LeftOut>
        ) : null}
        {changed.map((field) => (
          <LeftOut key={field.name} side={loser} what={field.label}>
            <Value field={field} value={asDoc(lost)[field.name]} zone={zone} />
          </LeftOut>
        ))}
        {decision.rule === 'chosen' ? null : (
          <WhyLine rule={decision.rule} reason={decision.reason ?? null} />
        )}
      </dd>
    </div>
  )
}

function asDoc(value: Json | undefined): Doc {
  return isDoc(value) ? value : {}
}

function isDoc(value: Json | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
