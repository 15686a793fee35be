import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconTrash, IconTrashOff } from '@tabler/icons-react'
import radio from '../../components/choice/radio.module.css'
import { SideLabel } from '../../components/side/side-label.tsx'
import { Value } from '../../components/value/value.tsx'
import { useDraft, useDraftStore } from '../../lib/draft/draft-store.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import { ruleText } from '../../lib/language/rule-text.ts'
import classes from './delete-decision.module.css'
import { changedFields } from './fields/changed-fields.ts'

type SideKey = 'server' | 'client'

/** One side deleted the record, the other changed it: keep it or let it go, and what either would mean. */
export function DeleteDecision() {
  return (
    <fieldset className={classes.fieldset} data-unit="verdict" tabIndex={-1}>
      <legend className={classes.legend}>
        <Trans>Keep the record or delete it?</Trans>
      </legend>
      <div className={classes.options}>
        <DeleteOption side="server" />
        <DeleteOption side="client" />
      </div>
    </fieldset>
  )
}

function DeleteOption({ side }: { side: SideKey }) {
  const { detail, zone, canDecide } = useItem()
  const store = useDraftStore()
  const chosen = useDraft((draft) => draft.verdict?.pick === side)
  const deletes = detail[side] === null
  const Icon = deletes ? IconTrash : IconTrashOff
  const changed = changedFields(detail, side)
  return (
    <label className={classes.option} data-side={side} data-chosen={chosen || undefined}>
      <span className={classes.head}>
        <input
          type="radio"
          name="keep-or-delete"
          className={radio.radio}
          disabled={!canDecide}
          checked={chosen}
          onChange={() =>
            store.dispatch({
              type: 'judged',
              verdict: { action: 'choose', target: 'this', pick: side, values: null },
            })
          }
        />
        <SideLabel side={side} />
      </span>
      <b className={classes.what}>
        <Icon size={17} stroke={1.8} aria-hidden />
        {deletes ? t`Delete the record` : t`Keep the record with these changes`}
      </b>
      <span className={classes.text}>
        {deletes
          ? t`It disappears from every device. The other version stays in the history.`
          : changed.length === 0
            ? t`It stays as it is stored now.`
            : null}
      </span>
      {changed.length === 0 ? null : (
        <span className={classes.changes}>
          {changed.map((field) => (
            <span key={field.name} className={classes.change}>
              <span className={classes.name}>{ruleText(field.label)}</span>
              <Value field={field} value={field[side]} zone={zone} />
            </span>
          ))}
        </span>
      )}
    </label>
  )
}
