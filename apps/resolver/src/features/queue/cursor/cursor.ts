/** Where someone stands in the list, and what they have selected. Nothing here knows a page. */
export interface Cursor {
  readonly active: string | null
  readonly selected: ReadonlySet<string>
  /** Where a range begins: the row that was selected last. */
  readonly anchor: string | null
}

export const AT_START: Cursor = { active: null, selected: new Set(), anchor: null }

/** To a neighbour, never past an end; from nowhere to the first row. */
export function moved(cursor: Cursor, ids: readonly string[], by: number): Cursor {
  if (ids.length === 0) return cursor
  const here = cursor.active === null ? -1 : ids.indexOf(cursor.active)
  const to = here < 0 ? 0 : Math.min(Math.max(here + by, 0), ids.length - 1)
  return { ...cursor, active: ids[to] ?? null }
}

export function toggled(cursor: Cursor, id: string): Cursor {
  const selected = new Set(cursor.selected)
  if (!selected.delete(id)) selected.add(id)
  return { active: id, selected, anchor: id }
}

/** Everything between the last selected row and this one, added to what is selected. */
export function selectedTo(cursor: Cursor, ids: readonly string[], id: string): Cursor {
  const from = ids.indexOf(cursor.anchor ?? id)
  const to = ids.indexOf(id)
  if (to < 0) return cursor
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
  return {
    active: id,
    selected: new Set([...cursor.selected, ...ids.slice(first, last + 1)]),
    anchor: cursor.anchor ?? id,
  }
}

/** What is not in the list any more cannot stay selected: an act must never meet a row that nobody sees. */
export function within(cursor: Cursor, ids: readonly string[]): Cursor {
  const there = new Set(ids)
  const selected = [...cursor.selected].filter((id) => there.has(id))
  const active = cursor.active !== null && there.has(cursor.active) ? cursor.active : null
  const isSame = active === cursor.active && selected.length === cursor.selected.size
  return isSame ? cursor : { ...cursor, active, selected: new Set(selected) }
}
