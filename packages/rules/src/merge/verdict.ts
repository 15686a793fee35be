/** What was decided about one fact, and what that writes. */
import type { FieldDef } from '../doctype-rule.ts'
import type { HoldKind, Json, Winner } from '../shapes.ts'
import { isEmpty, own } from '../values/json.ts'
import { clientValue, differingFields, type FactChange, type Merge } from './diff.ts'

export interface FieldValue {
  readonly field: string
  readonly value: Json
}

export interface Verdict {
  readonly change: FactChange
  readonly winner: Winner
  readonly rule: string
  /** The fields the document gets, where they differ from the server's. */
  readonly values: readonly FieldValue[]
  /** Fields where a value lost. */
  readonly overruled: readonly string[]
  readonly pending: readonly string[]
  readonly kind?: HoldKind
}

const NOTHING: readonly FieldValue[] = []

/** The server's values stay, and the client's are recorded as overruled. */
export function serverStands(merge: Merge, change: FactChange, rule: string): Verdict {
  const overruled = differingFields(merge, change).filter((field) => !isBlankAgainst(merge, field))
  return { change, winner: 'server', rule, values: NOTHING, overruled, pending: [] }
}

/** The server's values stay, and nobody lost anything worth a word. */
export function serverUncontested(change: FactChange, rule: string): Verdict {
  return { change, winner: 'server', rule, values: NOTHING, overruled: [], pending: [] }
}

export function bothSame(change: FactChange): Verdict {
  return { change, winner: 'both', rule: 'same_value', values: NOTHING, overruled: [], pending: [] }
}

/** Only the client touched the fact: its change stands. */
export function clientUncontested(merge: Merge, change: FactChange): Verdict {
  const values: FieldValue[] = []
  for (const { field, byClient } of change.fields) {
    const value = own(merge.client, field)
    if (byClient && value !== undefined) values.push({ field, value })
  }
  return { change, winner: 'client', rule: 'only_client_changed', values, overruled: [], pending: [] }
}

/** The client's version of the whole fact replaces the server's. */
export function clientOverrules(merge: Merge, change: FactChange, rule: string): Verdict {
  const differing = differingFields(merge, change)
  const values: FieldValue[] = []
  for (const field of differing) {
    const value = clientValue(merge, field)
    if (value !== undefined && !isBlankAgainst(merge, field)) values.push({ field, value })
  }
  const overruled = differing.filter((field) => merge.base || !isEmpty(own(merge.server, field)))
  return { change, winner: 'client', rule, values, overruled, pending: [] }
}

/** A person decides; until then the document keeps the server's values, or shows those given. */
export function held(
  merge: Merge,
  change: FactChange,
  rule: string,
  shown: { readonly kind?: HoldKind; readonly values?: readonly FieldValue[] } = {},
): Verdict {
  const pending = differingFields(merge, change).filter((field) => !isBlankAgainst(merge, field))
  const { kind = 'field_conflict', values = NOTHING } = shown
  return { change, winner: 'pending', rule, values, overruled: pending, pending, kind }
}

/** Both sides' contents are in the result. */
export function united(
  change: FactChange,
  rule: string,
  value: Json,
  overruled: readonly string[] = [],
): Verdict {
  return {
    change,
    winner: 'both',
    rule,
    values: [{ field: change.fact.lead, value }],
    overruled,
    pending: [],
  }
}

/** without a base, an empty client value never beats one that is not. */
export function isBlankAgainst(merge: Merge, field: string): boolean {
  return !merge.base && isEmpty(own(merge.client, field)) && !isEmpty(own(merge.server, field))
}

/** The types of text that can be merged or kept side by side. */
export function isProse(def: FieldDef | undefined): boolean {
  return !def || def.type === 'text' || def.type === 'long_text' || def.type === 'rich_text'
}
