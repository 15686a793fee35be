import type { FieldDef, Json } from '@dartwing/rules'
import { ValueEditor } from '../../../components/editor/value-editor.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { toFieldView } from './record-words.ts'
import { RowsInput } from './rows-input.tsx'

interface FieldInputProps {
  readonly name: string
  readonly def: FieldDef
  readonly value: Json
  readonly zone: string
  readonly onChange: (value: Json) => void
}

export function FieldInput({ name, def, value, zone, onChange }: FieldInputProps) {
  if (def.row_fields !== undefined) {
    return (
      <RowsInput
        label={ruleText(def.label)}
        fields={def.row_fields}
        value={value}
        zone={zone}
        onChange={onChange}
      />
    )
  }
  return (
    <ValueEditor
      field={toFieldView(name, def, value)}
      value={value}
      zone={zone}
      problem={null}
      onChange={onChange}
    />
  )
}
