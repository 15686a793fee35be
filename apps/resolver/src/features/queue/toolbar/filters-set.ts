import type { QueueFilter } from '../api/list-conflicts.ts'

/** How many questions have an answer. */
export function filtersSet({ kind, doctype, due, assignee }: QueueFilter): number {
  return [kind, doctype, due, assignee].filter((answer) => answer !== undefined).length
}

export const NO_FILTERS = {
  q: undefined,
  kind: undefined,
  doctype: undefined,
  due: undefined,
  assignee: undefined,
}
