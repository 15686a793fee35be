/** Rows that may be edited and removed: matched by key and merged three-way. Attachments are such rows, by `file`. */
import type { FieldDef } from '../doctype-rule.ts'
import type { Doc, Json } from '../shapes.ts'
import { canonicalJson } from '../values/canonical-json.ts'
import { sameByType, sameRow } from '../values/equality.ts'
import { isObject, isSafeKey, own } from '../values/json.ts'

type RowFields = Readonly<Record<string, FieldDef>> | undefined

interface Row {
  readonly base: Json | undefined
  readonly server: Json | undefined
  readonly client: Json | undefined
}

interface MergedRow {
  /** `undefined` where the row is gone. */
  readonly row: Json | undefined
  /** What lost, where something did. */
  readonly loser?: Json
}

export interface MergedRows {
  readonly rows: readonly Json[]
  readonly losers: readonly Json[]
}

/** Both sides' rows by key, in the server's order, the client's additions last. */
export function mergeKeyedRows(
  key: string,
  fields: RowFields,
  sides: {
    readonly base: readonly Json[] | undefined
    readonly server: readonly Json[]
    readonly client: readonly Json[]
  },
): MergedRows {
  const base = sides.base && byKey(key, sides.base)
  const server = byKey(key, sides.server)
  const client = byKey(key, sides.client)
  const rows: Json[] = []
  const losers: Json[] = []
  for (const id of new Set([...server.keys(), ...client.keys()])) {
    const row = { base: base?.get(id), server: server.get(id), client: client.get(id) }
    const merged = base ? mergeKnownRow(fields, row) : mergeRowFields(fields, row)
    if (merged.row !== undefined) rows.push(merged.row)
    if (merged.loser !== undefined) losers.push(merged.loser)
  }
  return { rows, losers }
}

/** A removal needs the row in the base, and yields to an edit of the server's. */
function mergeKnownRow(fields: RowFields, row: Row): MergedRow {
  const { base, server, client } = row
  if (base === undefined || (server !== undefined && client !== undefined)) return mergeRowFields(fields, row)
  const remaining = server ?? client
  if (sameRow(fields, base, remaining)) return { row: undefined }
  return server === undefined ? { row: undefined, loser: client } : { row: server }
}

/** One row of both sides, field by field; where both changed a field the server's stands (R-8, unlisted). */
export function mergeRowFields(fields: RowFields, { base, server, client }: Row): MergedRow {
  if (server === undefined || client === undefined) return { row: server ?? client }
  if (sameRow(fields, server, client)) return { row: server }
  if (!isObject(server) || !isObject(client)) return { row: server, loser: client }
  const changes: [string, Json][] = []
  let isOverruled = false
  for (const field of Object.keys(client)) {
    const def = fields && Object.hasOwn(fields, field) ? fields[field] : undefined
    const [was, here, there] = [
      isObject(base) ? own(base, field) : undefined,
      own(server, field),
      own(client, field),
    ]
    if (there === undefined || !isSafeKey(field) || sameByType(def, here, there)) continue
    if (sameByType(def, there, was)) continue
    if (sameByType(def, here, was)) changes.push([field, there])
    else isOverruled = true
  }
  const row: Doc = changes.length > 0 ? { ...server, ...Object.fromEntries(changes) } : server
  return isOverruled ? { row, loser: client } : { row }
}

/** Rows by key; a row that is no object, or has no key, is its own content. The first of a key stands. */
function byKey(key: string, rows: readonly Json[]): Map<string, Json> {
  const map = new Map<string, Json>()
  for (const row of rows) {
    const value = isObject(row) ? own(row, key) : undefined
    const id = typeof value === 'string' && value !== '' ? `key:${value}` : `content:${canonicalJson(row)}`
    if (!map.has(id)) map.set(id, row)
  }
  return map
}
