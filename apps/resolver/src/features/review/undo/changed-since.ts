import type { Problem } from '@dartwing/protocol'

export interface LaterEdit {
  readonly name: string
  readonly fields: readonly string[]
  readonly deleted: boolean
  readonly by: string | null
  readonly at: string | null
}

/** What stands in the way of an undo, as far as the server says it. */
export function laterEdits(problem: Problem): readonly LaterEdit[] {
  const { changed } = problem
  return Array.isArray(changed) ? changed.flatMap(toEdit) : []
}

function toEdit(value: unknown): readonly LaterEdit[] {
  if (typeof value !== 'object' || value === null || !('name' in value)) return []
  const { name, fields, deleted, by, at } = { fields: [], deleted: false, by: null, at: null, ...value }
  if (typeof name !== 'string' || !Array.isArray(fields)) return []
  return [{ name, fields: fields.map(String), deleted: Boolean(deleted), by: textOf(by), at: textOf(at) }]
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** Another question about the same record that is open: it comes first. */
export function openQuestion(problem: Problem): string | null {
  return textOf(problem.open_conflict)
}
