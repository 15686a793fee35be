import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { ValueEditor } from '../../../components/editor/value-editor.tsx'
import { SIDES } from '../../../components/side/sides.ts'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { canonical } from '../../../lib/draft/prints.ts'
import type { Unit } from '../../../lib/draft/units.ts'
import { valueProblem } from '../../../lib/draft/valid-value.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import classes from './custom-editor.module.css'
import { isProse } from './is-prose.ts'

const TextComposer = lazy(() =>
  import('./text-composer.tsx').then((module) => ({ default: module.TextComposer })),
)

const STARTS = ['server', 'client', 'base'] as const

/** The typed control of each field, checked as it is typed; each can be set back to any side's value by itself. */
export function CustomEditor({ unit }: { unit: Unit }) {
  const store = useDraftStore()
  const values = useDraft((draft) => {
    const pick = draft.picks[unit.id]
    return pick !== undefined && 'values' in pick ? pick.values : null
  })
  if (values === null) return null
  const change = (name: string, value: Json): void =>
    store.dispatch({
      type: 'picked',
      unit: unit.id,
      pick: { values: { ...values, [name]: value }, from: 'typed' },
    })
  return (
    <div className={classes.editor}>
      <div className={classes.inputs}>
        {unit.fields.map((field) => (
          <OwnValue
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            onChange={(value) => change(field.name, value)}
          />
        ))}
      </div>
    </div>
  )
}

interface OwnValueProps {
  readonly field: FieldView
  readonly value: Json
  readonly onChange: (value: Json) => void
}

function OwnValue({ field, value, onChange }: OwnValueProps) {
  const { zone } = useItem()
  const problem = valueProblem(field, value)
  if (isProse(field)) {
    return (
      <Suspense>
        <TextComposer
          field={field}
          text={typeof value === 'string' ? value : ''}
          problem={problem}
          onChange={onChange}
        />
      </Suspense>
    )
  }
  return (
    <div className={classes.own}>
      <ValueEditor field={field} value={value} zone={zone} problem={problem} onChange={onChange} />
      <ResetChips field={field} value={value} onChange={onChange} />
    </div>
  )
}

/** Any side's value, for this field alone: a group is taken apart by them. */
function ResetChips({ field, value, onChange }: OwnValueProps) {
  const { t } = useLingui()
  const { canDecide } = useItem()
  return (
    <div className={classes.starts}>
      {STARTS.filter((side) => field[side] !== undefined).map((side) => {
        const { label, icon: Icon } = SIDES[side]
        const isIt = canonical(field[side]) === canonical(value)
        return (
          <Button
            key={side}
            size="compact-xs"
            variant={isIt ? 'light' : 'default'}
            aria-pressed={isIt}
            aria-label={t`${ruleText(field.label)}: take the value of ${label}`}
            leftSection={<Icon size={13} aria-hidden />}
            disabled={!canDecide}
            onClick={() => onChange(field[side] ?? null)}
          >
            {label}
          </Button>
        )
      })}
    </div>
  )
}
