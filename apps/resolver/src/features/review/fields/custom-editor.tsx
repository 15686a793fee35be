import type { Json } from '@dartwing/rules'
import { Button } from '@mantine/core'
import { ValueEditor } from '../../../components/editor/value-editor.tsx'
import { SIDES } from '../../../components/side/sides.ts'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import type { Unit } from '../../../lib/draft/units.ts'
import { valueProblem } from '../../../lib/draft/valid-value.ts'
import classes from './custom-editor.module.css'

const STARTS = ['server', 'client', 'base'] as const

/** The typed control of each field, checked as it is typed; any side's value can be brought back. */
export function CustomEditor({ unit }: { unit: Unit }) {
  const { zone, canDecide } = useItem()
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
  const startFrom = (side: (typeof STARTS)[number]): void => {
    const from = Object.fromEntries(unit.fields.map((field) => [field.name, field[side] ?? null]))
    store.dispatch({ type: 'picked', unit: unit.id, pick: { values: from, from: 'typed' } })
  }
  return (
    <div className={classes.editor}>
      <div className={classes.inputs}>
        {unit.fields.map((field) => (
          <ValueEditor
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            zone={zone}
            problem={valueProblem(field, values[field.name] ?? null)}
            onChange={(value) => change(field.name, value)}
          />
        ))}
      </div>
      <div className={classes.starts}>
        <span className={classes.hint}>Start from</span>
        {STARTS.filter((side) => unit.fields.some((field) => field[side] !== undefined)).map((side) => (
          <Button
            key={side}
            size="compact-xs"
            variant="default"
            disabled={!canDecide}
            onClick={() => startFrom(side)}
          >
            {SIDES[side].label}
          </Button>
        ))}
      </div>
    </div>
  )
}
