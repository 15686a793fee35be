import type { Fault } from '../run/options.ts'
import type { Place } from './product-copy.ts'

/** A mistake that others have made, as a change of the built code. */
export interface Bug {
  readonly id: string
  /** What goes wrong for people. */
  readonly says: string
  readonly places: readonly Place[]
  /** What is broken by it: a check of a world, or a scenario's own question. */
  readonly check: string
  /** The trouble it needs, more often than in other worlds, and what would hide it never. */
  readonly rates?: Partial<Readonly<Record<Fault, number>>>
  /** Where requests must overlap for it: seen by this scenario of the interleavings, not by worlds. */
  readonly scenario?: string
}

/** The first seed at which it was seen, and what else was broken until then. */
export interface Hunt {
  readonly seed: number | null
  readonly others: ReadonlySet<string>
}
