import type { ConflictDetail, FieldView, Problem } from '@dartwing/protocol'
import { ruleText } from '../../lib/language/rule-text.ts'

/** The server's complaints, by the field each is about (`choices.appointment_time.value` is about appointment_time). */
export function fieldProblems({ fields_view }: ConflictDetail, problem: Problem): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { path, message } of problem.fields ?? []) {
    const field = fieldAt(fields_view, path)
    if (field !== undefined) found[field.name] = message
  }
  return found
}

/** The same in a row, for where the fields are not in sight. */
export function problemsInWords(fields: readonly FieldView[], problem: Problem): string {
  const told = (problem.fields ?? []).map(({ path, message }) => {
    const field = fieldAt(fields, path)
    return field === undefined ? message : `${ruleText(field.label)}: ${message}`
  })
  return told.join('; ')
}

function fieldAt(fields: readonly FieldView[], path: string): FieldView | undefined {
  const parts = path.split(/[./[\]]/)
  return fields.find(({ name }) => parts.includes(name))
}
