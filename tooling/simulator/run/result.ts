import type { Violation } from '../checks/violation.ts'
import { FAULTS, type Fault, type Options } from './options.ts'

/** What came out of one world. */
export interface SeedResult {
  readonly seed: number
  readonly options: Options
  readonly violations: readonly Violation[]
  readonly counts: Readonly<Record<Fault, number>>
  /** Events that must happen now and then. */
  readonly marks: Readonly<Record<string, number>>
  /** The marks of the changes that were made. */
  readonly made: readonly string[]
  readonly mutations: number
  readonly conflicts: number
  readonly holds: number
  readonly decisions: number
  readonly fingerprint: string
  readonly story: readonly string[]
}

/** The result of a world that did not come to its end. */
export function brokenOff(options: Options, detail: string): SeedResult {
  return {
    seed: options.seed,
    options,
    violations: [{ check: 'a world comes to its end', detail }],
    counts: Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as SeedResult['counts'],
    marks: {},
    made: [],
    mutations: 0,
    conflicts: 0,
    holds: 0,
    decisions: 0,
    fingerprint: '-',
    story: [],
  }
}
