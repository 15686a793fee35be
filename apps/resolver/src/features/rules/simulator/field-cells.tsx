import type { ExplainedField, FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { ValueEditor } from '../../../components/editor/value-editor.tsx'
import { SIDES } from '../../../components/side/sides.ts'
import classes from './simulator.module.css'
import { type Situation, VERSION_NAMES, withValue } from './situation.ts'

/** Rows and places have no editor of their own here: they are typed as data. */
const AS_DATA = new Set(['table', 'attachments', 'geo'])

interface FieldCellsProps {
  readonly field: ExplainedField
  readonly situation: Situation
  readonly zone: string
  readonly onChange: (situation: Situation) => void
}

/** One field of every version that is there. */
export function FieldCells({ field, situation, zone, onChange }: FieldCellsProps) {
  return (
    <div className={classes.cells}>
      {VERSION_NAMES.map((name) => {
        const version = situation[name]
        if (version == null) return <div key={name} />
        const value = version[field.field] ?? null
        return (
          <div key={name} className={classes.cell} data-side={SIDES[name].tone}>
            <ValueEditor
              field={viewOf(field, SIDES[name].label, value)}
              value={value}
              zone={zone}
              problem={null}
              onChange={(changed) => onChange(withValue(situation, name, field.field, changed))}
            />
          </div>
        )
      })}
    </div>
  )
}

/** The editor of one version is called by its side: the field is the legend around it. */
export function viewOf(
  { field, type, unit, options }: ExplainedField,
  label: string,
  value: Json,
): FieldView {
  return {
    name: field,
    label,
    type: AS_DATA.has(type) ? 'json' : type,
    options,
    unit,
    group: null,
    rows: null,
    base: value,
    disposition: 'needs_choice',
    winner: null,
    rule: null,
    reason: null,
    editable: true,
  }
}
