import { type ActKind, actKind } from '@dartwing/protocol'

interface HistorySearch {
  readonly person?: string
  readonly doctype?: string
  /** Not `kind`, which is of the queue. */
  readonly what?: ActKind
}

/** What the address says about the list; anything else in it is ignored. */
export function historySearch(search: Record<string, unknown>): HistorySearch {
  const kind = actKind.safeParse(search.what)
  return {
    ...textOf('person', search.person),
    ...textOf('doctype', search.doctype),
    ...(kind.success ? { what: kind.data } : {}),
  }
}

function textOf<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  const entry: Partial<Record<K, string>> = {}
  if (typeof value === 'string' && value !== '') entry[key] = value
  return entry
}
