import type { ConflictDetail, Problem } from '@dartwing/protocol'

/** The server's complaints, by the field each is about (`choices.appointment_time.value` is about appointment_time). */
export function fieldProblems(detail: ConflictDetail, problem: Problem): Record<string, string> {
  const names = new Set(detail.fields_view.map((field) => field.name))
  const found: Record<string, string> = {}
  for (const { path, message } of problem.fields ?? []) {
    const name = path.split(/[./[\]]/).find((part) => names.has(part))
    if (name !== undefined) found[name] = message
  }
  return found
}
