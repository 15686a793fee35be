import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { ruleText } from '../../lib/language/rule-text.ts'
import { zoneLabel } from '../../lib/time/format.ts'
import { ChoiceEditor } from './choice-editor.tsx'
import { DateTimeEditor } from './date-time-editor.tsx'
import { JsonEditor } from './json-editor.tsx'
import { NumberEditor } from './number-editor.tsx'
import { TextEditor } from './text-editor.tsx'

export interface ValueEditorProps {
  readonly field: FieldView
  readonly value: Json
  readonly zone: string
  readonly problem: string | null
  readonly onChange: (value: Json) => void
}

/** The input that fits the field's type. Native date and time inputs: every phone has its own good one. */
export function ValueEditor({ field, value, zone, problem, onChange }: ValueEditorProps) {
  const shared = { label: ruleText(field.label), error: problem, value, onChange }
  switch (field.type) {
    case 'datetime':
      return <DateTimeEditor {...shared} hint={zoneLabel(zone)} sample={field} zone={zone} />
    case 'duration':
    case 'int':
    case 'float':
    case 'currency':
      return <NumberEditor {...shared} type={field.type} unit={field.unit} />
    case 'check':
    case 'select':
      return <ChoiceEditor {...shared} type={field.type} options={field.options ?? []} />
    case 'json':
      return <JsonEditor {...shared} />
    default:
      return <TextEditor {...shared} type={field.type} />
  }
}
