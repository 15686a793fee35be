import type { FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { canonical } from '../../lib/draft/prints.ts'
import { rowsOf } from '../value/value-text.ts'

export type Row = Readonly<Record<string, Json>>

export type RowFate =
  | 'same'
  | 'added_server'
  | 'added_client'
  | 'added_both'
  | 'changed_server'
  | 'changed_client'
  | 'changed_both'
  | 'removed_server'
  | 'removed_client'
  | 'removed_both'
  | 'first_stays'
  | 'summed'

export interface RowChange {
  readonly key: string
  readonly fate: RowFate
  /** As it stands, or as it was where it is gone. */
  readonly row: Row
  /** Of quantities that add up: what was there, and what each side added. */
  readonly sum: { readonly before: number | null; readonly server: number; readonly client: number } | null
}

type Sides = Pick<FieldView, 'base' | 'server' | 'client' | 'merged' | 'rows'>

/** What became of every row, told apart as the rule tells them apart: in the order of the result. */
export function rowChanges(field: Sides): readonly RowChange[] {
  const key = field.rows?.key ?? null
  const base = field.base === undefined ? null : byKey(key, field.base)
  const [server, client, merged] = [field.server, field.client, field.merged].map((rows) =>
    byKey(key, rows ?? null),
  )
  if (server === undefined || client === undefined || merged === undefined) return []
  const ids = new Set([...merged.keys(), ...server.keys(), ...client.keys(), ...(base?.keys() ?? [])])
  return [...ids].flatMap((id) => {
    const seen = { was: base?.get(id), here: server.get(id), there: client.get(id) }
    const row = merged.get(id) ?? seen.here ?? seen.there ?? seen.was
    if (row === undefined) return []
    const sum = field.rows?.rule === 'sum_quantities' ? sumOf(seen) : null
    return [{ key: id, row, sum, fate: sum === null ? fateOf(seen, field.rows?.rule ?? 'keyed') : 'summed' }]
  })
}

interface Seen {
  readonly was: Row | undefined
  readonly here: Row | undefined
  readonly there: Row | undefined
}

function fateOf({ was, here, there }: Seen, rule: 'keyed' | 'union' | 'sum_quantities'): RowFate {
  if (was === undefined) {
    if (here === undefined) return 'added_client'
    if (there === undefined) return 'added_server'
    if (same(here, there)) return 'added_both'
    return rule === 'union' ? 'first_stays' : 'changed_both'
  }
  if (here === undefined) return there === undefined ? 'removed_both' : 'removed_server'
  if (there === undefined) return 'removed_client'
  const [byServer, byClient] = [!same(was, here), !same(was, there)]
  if (byServer && byClient) return 'changed_both'
  return byServer ? 'changed_server' : byClient ? 'changed_client' : 'same'
}

/** Null where no two sides counted the same thing. */
function sumOf({ was, here, there }: Seen): RowChange['sum'] {
  const [before, server, client] = [was, here, there].map((row) => quantityOf(row))
  if (server == null || client == null) return null
  if (before == null) return { before: null, server, client }
  return server === before || client === before
    ? null
    : { before, server: server - before, client: client - before }
}

function quantityOf(row: Row | undefined): number | null {
  const quantity = row?.quantity
  return typeof quantity === 'number' ? quantity : null
}

function same(a: Row, b: Row): boolean {
  return canonical(a) === canonical(b)
}

/** A row without a key is told by its content. */
function byKey(key: string | null, rows: Json): ReadonlyMap<string, Row> {
  const map = new Map<string, Row>()
  for (const row of rowsOf(rows)) {
    const value = key === null ? undefined : row[key]
    const id = value === undefined || value === null || value === '' ? canonical(row) : String(value)
    if (!map.has(id)) map.set(id, row)
  }
  return map
}
