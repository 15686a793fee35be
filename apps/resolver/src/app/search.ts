import { type ConflictKind, type ConflictView, conflictKind, conflictView } from '@dartwing/protocol'

export interface DeskSearch {
  readonly view?: ConflictView
  readonly kind?: ConflictKind
  readonly doctype?: string
  readonly q?: string
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
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
