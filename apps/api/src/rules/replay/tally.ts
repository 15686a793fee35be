import type { FlippedConflict, ReplayResponse } from '@dartwing/protocol'
import { type DocTypeRule, type FieldFlip, flippedFields } from '@dartwing/rules'
import { decideAgain, type Recorded } from '../recorded.ts'

export interface Rivals {
  readonly inForce: DocTypeRule
  readonly candidate: DocTypeRule
}

interface Flips {
  count: number
  readonly ways: Map<string, { from: string; to: string; count: number }>
}

/** Counts what candidates would have decided otherwise, conflict by conflict, and keeps the first of them. */
export class Tally {
  readonly #rivals: ReadonlyMap<string, Rivals>
  readonly #list: number
  readonly #counts: ReadonlyMap<string, { examined: number; flipped: number; fields: Map<string, Flips> }>
  readonly #items: FlippedConflict[] = []

  constructor(rivals: ReadonlyMap<string, Rivals>, list: number) {
    this.#rivals = rivals
    this.#list = list
    const empty = () => ({ examined: 0, flipped: 0, fields: new Map<string, Flips>() })
    this.#counts = new Map([...rivals.keys()].map((doctype) => [doctype, empty()]))
  }

  add(record: Recorded): void {
    const rivals = this.#rivals.get(record.doctype)
    const counts = this.#counts.get(record.doctype)
    if (rivals === undefined || counts === undefined) return
    counts.examined += 1
    const [before, after] = [decideAgain(rivals.inForce, record), decideAgain(rivals.candidate, record)]
    const flips = flippedFields(before, after)
    if (flips.length === 0 && before.outcome === after.outcome) return
    counts.flipped += 1
    for (const flip of flips) count(counts.fields, flip)
    if (this.#items.length === this.#list) return
    const { conflict_id, doctype, name, title, opened_at } = record
    const about = { conflict_id, doctype, name, title, opened_at }
    this.#items.push({ ...about, before: before.outcome, after: after.outcome, fields: [...flips] })
  }

  toResponse(ruleSet: string): ReplayResponse {
    const doctypes = [...this.#counts].map(([doctype, { examined, flipped, fields }]) => ({
      doctype,
      examined,
      flipped,
      fields: [...fields]
        .map(([field, { count: times, ways }]) => ({
          field,
          label: this.#rivals.get(doctype)?.inForce.fields[field]?.label ?? field,
          flipped: times,
          ways: [...ways.values()].sort((a, b) => b.count - a.count),
        }))
        .sort((a, b) => b.flipped - a.flipped || (a.field < b.field ? -1 : 1)),
    }))
    const flipped = sum(doctypes.map((each) => each.flipped))
    return {
      rule_set: ruleSet,
      examined: sum(doctypes.map((each) => each.examined)),
      flipped,
      doctypes,
      items: this.#items,
      has_more: flipped > this.#items.length,
    }
  }
}

/** Nothing to decide about a field is an ending too. */
const NOTHING = 'none'

function count(fields: Map<string, Flips>, { field, before, after }: FieldFlip): void {
  const flips = fields.get(field) ?? { count: 0, ways: new Map() }
  fields.set(field, flips)
  flips.count += 1
  const [from, to] = [before?.winner ?? NOTHING, after?.winner ?? NOTHING]
  const way = flips.ways.get(`${from} ${to}`) ?? { from, to, count: 0 }
  flips.ways.set(`${from} ${to}`, way)
  way.count += 1
}

const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0)
