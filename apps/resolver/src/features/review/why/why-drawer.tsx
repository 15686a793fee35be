import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SidePanel } from '../../../components/dialog/dialog.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { asDecided } from '../../../lib/draft/units.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { RawJson } from '../folds/raw-json.tsx'
import { OverrideOffer } from './override-offer.tsx'
import classes from './why-drawer.module.css'

interface WhyDrawerProps {
  readonly detail: ConflictDetail
  readonly field: FieldView
  readonly zone: string
  readonly onClose: () => void
}

/** One field in full: what each side had, who and when, which rule spoke, and what else it could have been. */
export function WhyDrawer({ detail, field, zone, onClose }: WhyDrawerProps) {
  const { t } = useLingui()
  const seen = asDecided(detail)(field)
  return (
    <SidePanel
      opened
      onClose={onClose}
      position="right"
      title={t`Why: ${ruleText(field.label)}`}
      classNames={{ body: classes.body ?? '' }}
      // Not a banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      <section>
        <h3 className={classes.heading}>
          <Trans>What decides</Trans>
        </h3>
        <WhyLine rule={field.rule} reason={field.reason} pending={field.disposition === 'needs_choice'} />
        {field.rule === null ? (
          <p className={classes.text}>
            <Trans>Nobody changed this field, so no rule had to speak.</Trans>
          </p>
        ) : null}
        <dl className={classes.facts}>
          <dt>
            <Trans>Rule</Trans>
          </dt>
          <dd>{field.rule === null ? '–' : <code>{field.rule}</code>}</dd>
          <dt>
            <Trans>For this kind of record</Trans>
          </dt>
          <dd>
            <code>{detail.strategy}</code>: {ruleText(detail.strategy_reason)}
          </dd>
          <dt>
            <Trans>Rule set</Trans>
          </dt>
          <dd>
            <code className={classes.hash}>{detail.rule_set}</code>
          </dd>
        </dl>
      </section>
      <Alternatives detail={detail} field={seen} zone={zone} />
      <OverrideOffer detail={detail} field={field} onTaken={onClose} />
      <details className={classes.raw}>
        <summary>
          <Trans>As it is stored</Trans>
        </summary>
        <RawJson value={rawOf(seen)} />
      </details>
    </SidePanel>
  )
}

const ORDER = ['base', 'server', 'client'] as const

/** Every value it could have been, whose it was, and which one stands. */
function Alternatives({ detail, field, zone }: { detail: ConflictDetail; field: FieldView; zone: string }) {
  return (
    <section>
      <h3 className={classes.heading}>
        <Trans>What each had</Trans>
      </h3>
      <ul className={classes.sides}>
        {ORDER.map((side) => {
          const who = detail.sides[side]
          return (
            <li key={side} className={classes.side}>
              <span className={classes.head}>
                <SideLabel side={side} />
                {side === field.winner ? (
                  <b className={classes.stands}>
                    <Trans>stands</Trans>
                  </b>
                ) : null}
              </span>
              <Value field={field} value={field[side]} zone={zone} />
              {who === null || side === 'base' ? null : (
                <span className={classes.who}>
                  {who.actor_name === '' ? who.actor : who.actor_name}
                  {who.at === null ? null : <time dateTime={who.at}>, {formatInstant(who.at, zone)}</time>}
                </span>
              )}
            </li>
          )
        })}
        {field.merged === undefined || field.disposition === 'needs_choice' ? null : (
          <li className={classes.side}>
            <b>
              <Trans>In the record now</Trans>
            </b>
            <Value field={field} value={field.merged} zone={zone} />
          </li>
        )}
      </ul>
    </section>
  )
}

function rawOf({ name, type, base, server, client, merged }: FieldView) {
  return { field: name, type, base, server, client, merged }
}
