/** The values a person may pick between. */
import type { DocTypeRule } from '../doctype-rule.ts'
import { fieldDef } from '../merge/facts.ts'
import { mergeText } from '../merge/text.ts'
import { isProse } from '../merge/verdict.ts'
import type { Doc, Held, Json, Pick } from '../shapes.ts'
import { canonicalJson } from '../values/canonical-json.ts'
import { isList, isObject, own } from '../values/json.ts'

/** The two sides as they were offered; the document as it is now stands in where a side had none. */
export function sidesOf(held: Held): { readonly server: Doc; readonly client: Doc } {
  return {
    server: held.hold.server ?? held.server ?? {},
    client: held.hold.client ?? held.client ?? {},
  }
}

/** The value a pick names; nothing where it names none. */
export function pickedValue(rule: DocTypeRule, held: Held, field: string, pick: Pick): Json | undefined {
  const { server, client } = sidesOf(held)
  switch (pick) {
    case 'server':
      return own(server, field) ?? null
    case 'client':
      // What the device cleared is null and stays so; what it does not mention is as it was before.
      return Object.hasOwn(client, field) ? (own(client, field) ?? null) : (own(held.base, field) ?? null)
    case 'base':
      return held.base === undefined ? undefined : (own(held.base, field) ?? null)
    case 'empty':
      return null
    case 'both':
      return bothValues(rule, field, own(server, field) ?? null, own(client, field) ?? null)
  }
}

function bothValues(rule: DocTypeRule, field: string, server: Json, client: Json): Json | undefined {
  if (isTextual(server) && isTextual(client) && isProse(fieldDef(rule, field))) {
    return mergeText(undefined, server ?? '', client ?? '')
  }
  const [left, right] = [server ?? [], client ?? []]
  if (!isList(left) || !isList(right) || (server === null && client === null)) return undefined
  return unionOf(left, right, keyOf(rule, field))
}

function isTextual(value: Json): value is string | null {
  return typeof value === 'string' || value === null
}

/** The server's rows, then those of the client's that are not among them. */
function unionOf(left: readonly Json[], right: readonly Json[], key: string | undefined): readonly Json[] {
  const seen = new Set(left.map((row) => identityOf(row, key)))
  return [...left, ...right.filter((row) => !seen.has(identityOf(row, key)))]
}

function identityOf(row: Json, key: string | undefined): string {
  const id = key !== undefined && isObject(row) ? own(row, key) : undefined
  return id === undefined ? canonicalJson(row) : `${key}:${canonicalJson(id)}`
}

function keyOf(rule: DocTypeRule, field: string): string | undefined {
  if (fieldDef(rule, field)?.type === 'attachments') return 'file'
  const table = rule.child_tables?.find(({ child_field }) => child_field === field)
  return table?.append_only ? table.dedup_key : undefined
}
