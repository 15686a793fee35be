import type { HistoryEntry } from '@dartwing/protocol'
import { docTypeRule, type Json } from '@dartwing/rules'

type Decision = HistoryEntry['decisions'][number]

/** Where nothing was chosen between two, or nothing was lost. */
const NOTHING_LOST = new Set([
  'only_client_changed',
  'only_server_changed',
  'same_value',
  'equal',
  'version_all',
])

/** A value that a rule, the deadline or a person left out. */
export interface Overruled {
  readonly field: string
  /** Whose it was. */
  readonly side: 'server' | 'client'
  readonly value: Json
  readonly rule: string
  readonly reason: string | null
}

/** About the record as a whole, not about one of its fields. */
const isWhole = (field: string): boolean => field.startsWith('_')

export function overruledIn(decisions: readonly Decision[]): readonly Overruled[] {
  return decisions.flatMap((decision) => {
    const { field, rule, winner, server, client, reason = null } = decision
    if (isWhole(field) || NOTHING_LOST.has(rule)) return []
    const kept = decision.value ?? (winner === 'client' ? client : server) ?? null
    const sides = [
      ['server', server],
      ['client', client],
    ] as const
    return sides.flatMap(([side, value]) =>
      value === undefined || value === null || isSame(value, kept)
        ? []
        : [{ field, side, value, rule, reason }],
    )
  })
}

/** What one side had of one fact: of a field, or of a group of fields that is won together and given back together. */
export interface OverruledFact extends Pick<Overruled, 'side' | 'rule' | 'reason'> {
  readonly key: string
  /** The group's; a field alone has its own. */
  readonly label: string | null
  readonly values: readonly Overruled[]
}

export function factsIn(doctype: string, overruled: readonly Overruled[]): readonly OverruledFact[] {
  const groups = docTypeRule(doctype)?.groups ?? []
  const facts = new Map<string, OverruledFact>()
  for (const one of overruled) {
    const group = groups.find(({ fields }) => fields.includes(one.field))
    const key = `${one.side} ${group === undefined ? one.field : `group ${group.name}`}`
    const { side, rule, reason } = one
    const values = [...(facts.get(key)?.values ?? []), one]
    facts.set(key, { key, side, rule, reason, label: group?.label ?? null, values })
  }
  return [...facts.values()]
}

/** Did two changes meet here? */
export function wasInConflict({ conflict_id, decisions, attempts }: HistoryEntry): boolean {
  return (
    conflict_id !== null ||
    attempts.length > 0 ||
    decisions.some(
      ({ field, rule }) => !isWhole(field) && !NOTHING_LOST.has(rule) && rule !== 'not_permitted',
    )
  )
}

export function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
