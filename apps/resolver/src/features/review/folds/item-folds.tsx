import type { ConflictDetail } from '@dartwing/protocol'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { splitFields } from '../../../lib/draft/units.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { withoutChanged } from '../fields/changed-fields.ts'
import classes from './field-rows.module.css'
import { Fold } from './fold.tsx'
import { ItemHistory } from './item-history.tsx'
import { RawJson } from './raw-json.tsx'
import { SettledFields, UnchangedFields } from './settled-fields.tsx'

const NAMED = 8

/** What needs nobody: counted, and there for those who ask. */
export function ItemFolds({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  const { t } = useLingui()
  const { settled, unchanged: same } = splitFields(detail)
  const unchanged = withoutChanged(detail, same)
  const shownHash = detail.rule_set.slice(0, 8)
  return (
    <div className={classes.folds}>
      {settled.length === 0 ? null : (
        <Fold title={t`${settled.length} settled by rules`} hint={namesOf(settled)}>
          {() => <SettledFields detail={detail} fields={settled} zone={zone} />}
        </Fold>
      )}
      {unchanged.length === 0 ? null : (
        <Fold title={t`${unchanged.length} unchanged`} hint={namesOf(unchanged)}>
          {() => <UnchangedFields fields={unchanged} zone={zone} />}
        </Fold>
      )}
      <Fold title={t`Why a person decides this`} hint={t`rule set ${shownHash}`}>
        {() => (
          <div className={classes.reason}>
            <p>{ruleText(detail.strategy_reason)}</p>
            <p>
              <Trans>
                Strategy <code>{detail.strategy}</code> · rule set <code>{detail.rule_set}</code>
              </Trans>
            </p>
            <Link to="/rules/simulate" search={{ conflict: detail.id }} className={classes.link}>
              <Trans>Simulate</Trans>
            </Link>
          </div>
        )}
      </Fold>
      {detail.history.length === 0 ? null : (
        <Fold title={t`History`} hint={plural(detail.history.length, { one: '# entry', other: '# entries' })}>
          {() => <ItemHistory detail={detail} zone={zone} />}
        </Fold>
      )}
      <Fold title={t`Raw values`} hint={t`as they are stored`}>
        {() => <RawJson value={{ base: detail.base, server: detail.server, client: detail.client }} />}
      </Fold>
    </div>
  )
}

/** The first few: a record may have hundreds of fields that nobody changed. */
function namesOf(fields: readonly { readonly label: string }[]): string {
  const named = fields.slice(0, NAMED).map((field) => ruleText(field.label))
  return `${named.join(', ')}${fields.length > NAMED ? ', …' : ''}`
}
