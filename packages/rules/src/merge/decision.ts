/** The record of one field: every value seen, absent ones left out. */
import type { FieldDecision, Json, Winner } from '../shapes.ts'

interface Seen {
  readonly base?: Json | undefined
  readonly server?: Json | undefined
  readonly client?: Json | undefined
  readonly value?: Json | undefined
}

export function decisionOn(
  field: string,
  ruling: { readonly winner: Winner; readonly rule: string; readonly reason?: string | undefined },
  { base, server, client, value }: Seen,
): FieldDecision {
  return {
    field,
    winner: ruling.winner,
    rule: ruling.rule,
    ...(ruling.reason === undefined ? {} : { reason: ruling.reason }),
    ...(base === undefined ? {} : { base }),
    ...(server === undefined ? {} : { server }),
    ...(client === undefined ? {} : { client }),
    ...(value === undefined ? {} : { value }),
  }
}

/** Decisions by field, so that the order of a document's keys shows nowhere. */
export function byField(a: FieldDecision, b: FieldDecision): number {
  return a.field < b.field ? -1 : 1
}
