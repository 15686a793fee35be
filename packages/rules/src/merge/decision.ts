/** The record of one field: every value seen, absent ones left out. */
import type { FieldDecision, Json, Winner } from '../shapes.ts'

interface Seen {
  readonly base?: Json | undefined
  readonly server?: Json | undefined
  readonly client?: Json | undefined
  readonly value?: Json | undefined
}

export interface Ruling {
  readonly winner: Winner
  readonly rule: string
  readonly reason?: string | undefined
}

/** Asked for every changed field of every merge, so it sets what there is instead of spreading what there might be. */
export function decisionOn(
  field: string,
  ruling: Ruling,
  { base, server, client, value }: Seen,
): FieldDecision {
  const decision: Written = { field, winner: ruling.winner, rule: ruling.rule }
  if (ruling.reason !== undefined) decision.reason = ruling.reason
  if (base !== undefined) decision.base = base
  if (server !== undefined) decision.server = server
  if (client !== undefined) decision.client = client
  if (value !== undefined) decision.value = value
  return decision
}

type Written = { -readonly [Key in keyof FieldDecision]: FieldDecision[Key] }

/**
 * The same list, by field. Facts come in that order and only a group's fields can break it, so most lists are in order
 * already, and to look is cheaper than to sort.
 */
export function sortedByField<Item extends { readonly field: string }>(items: Item[]): Item[] {
  let last = ''
  for (const { field } of items) {
    if (field < last) return items.sort(byField)
    last = field
  }
  return items
}

/** Decisions by field, so that the order of a document's keys shows nowhere. */
export function byField(a: { readonly field: string }, b: { readonly field: string }): number {
  return a.field < b.field ? -1 : 1
}
