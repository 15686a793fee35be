import {
  type ConflictKind,
  type ConflictView,
  conflictKind,
  conflictView,
  SEARCH_MAX,
} from '@dartwing/protocol'
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

/**
 * What `read` does not accept of an address reaches no page. The router lays what a route accepts over the address as it
 * is, so that everything else has to be taken away by its name.
 */
export function accepting<T extends object>(read: (search: Record<string, unknown>) => T) {
  return (search: Record<string, unknown>): T => {
    const nothing = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]))
    return { ...nothing, ...read(search) }
  }
}

/** What the address says about the queue; anything else in it is ignored, never an error. */
export function deskSearch(search: Record<string, unknown>): DeskSearch {
  const view = conflictView.safeParse(search.view)
  const kind = conflictKind.safeParse(search.kind)
  return {
    ...(view.success ? { view: view.data } : {}),
    ...(kind.success ? { kind: kind.data } : {}),
    ...(isText(search.doctype) ? { doctype: search.doctype } : {}),
    ...(isText(search.q) ? { q: search.q.slice(0, SEARCH_MAX) } : {}),
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
