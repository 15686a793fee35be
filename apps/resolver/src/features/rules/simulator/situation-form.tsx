import type { ExplainedField, ExplainedRule } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Checkbox, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { FieldCells } from './field-cells.tsx'
import classes from './simulator.module.css'
import { emptyVersion, fieldsOf, type Situation, withField, withoutField } from './situation.ts'
import { Times } from './times.tsx'

export interface SituationProps {
  readonly situation: Situation
  readonly rule: ExplainedRule
  readonly zone: string
  readonly onChange: (situation: Situation) => void
}

/** Three versions side by side, field by field, as the form of the record has them. */
export function SituationForm({ situation, rule, zone, onChange }: SituationProps) {
  const { t } = useLingui()
  const shown = fieldsOf(situation)
  const others = rule.fields.filter(({ field }) => !shown.includes(field))
  return (
    <div className={classes.form}>
      <Presence situation={situation} onChange={onChange} />
      {shown.map((name) => {
        const field = fieldNamed(rule, name)
        const label = ruleText(field.label)
        return (
          <fieldset key={name} className={classes.fieldset}>
            <legend className={classes.legend}>{label}</legend>
            <ActionIcon
              variant="subtle"
              color="gray"
              className={classes.remove}
              aria-label={t`Take ${label} out`}
              onClick={() => onChange(withoutField(situation, name))}
            >
              <IconX size={16} />
            </ActionIcon>
            <FieldCells field={field} situation={situation} zone={zone} onChange={onChange} />
          </fieldset>
        )
      })}
      <NativeSelect
        label={t`Add a field`}
        className={classes.add}
        value=""
        onChange={(event) => onChange(withField(situation, event.currentTarget.value))}
        data={[
          { value: '', label: t`Choose a field` },
          ...others.map(({ field, label }) => ({ value: field, label: ruleText(label) })),
        ]}
      />
      <Times situation={situation} zone={zone} onChange={onChange} />
    </div>
  )
}

/** A field that the rule does not know is shown as it is. */
function fieldNamed(rule: ExplainedRule, name: string): ExplainedField {
  const known = rule.fields.find(({ field }) => field === name)
  const unknown = { field: name, label: name, type: 'json', unit: null, options: null } as const
  return known ?? { ...unknown, winner: 'server', rule: 'unlisted', group: null }
}

function Presence({ situation, onChange }: Pick<SituationProps, 'situation' | 'onChange'>) {
  const { base, server, client } = situation
  return (
    <div className={classes.checks}>
      <Checkbox
        label={<Trans>It is known what it was before</Trans>}
        checked={base != null}
        onChange={(event) => {
          const { base: _base, ...rest } = situation
          onChange(event.currentTarget.checked ? { ...rest, base: emptyVersion(situation) } : rest)
        }}
      />
      <Checkbox
        label={<Trans>The server has deleted the record</Trans>}
        checked={server === null}
        onChange={(event) =>
          onChange({ ...situation, server: event.currentTarget.checked ? null : emptyVersion(situation) })
        }
      />
      <Checkbox
        label={<Trans>The device deletes the record</Trans>}
        checked={client === null}
        onChange={(event) =>
          onChange({ ...situation, client: event.currentTarget.checked ? null : emptyVersion(situation) })
        }
      />
    </div>
  )
}
