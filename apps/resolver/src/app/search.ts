import { type ConflictKind, type ConflictView, conflictKind, conflictView } from '@dartwing/protocol'
import { DUE_HOURS, type DueWithin } from '../features/queue/api/list-conflicts.ts'

export interface DeskSearch {
  readonly view?: ConflictView
  readonly kind?: ConflictKind
  readonly doctype?: string
  readonly q?: string
  /** `me`, `none`, or an account's id. */
  readonly assignee?: string
  readonly due?: DueWithin
}

/** What the address says about the queue; anything else in it is ignored, never an error. */
export function deskSearch(search: Record<string, unknown>): DeskSearch {
  const view = conflictView.safeParse(search.view)
  const kind = conflictKind.safeParse(search.kind)
  return {
    ...(view.success ? { view: view.data } : {}),
    ...(kind.success ? { kind: kind.data } : {}),
    ...(isText(search.doctype) ? { doctype: search.doctype } : {}),
    ...(isText(search.q) ? { q: search.q } : {}),
    ...(isAssignee(search.assignee) ? { assignee: search.assignee } : {}),
    ...(isDue(search.due) ? { due: search.due } : {}),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isAssignee(value: unknown): value is string {
  return typeof value === 'string' && /^(?:me|none|[0-9a-f-]{36})$/.test(value)
}

function isDue(value: unknown): value is DueWithin {
  return typeof value === 'string' && Object.hasOwn(DUE_HOURS, value)
}
