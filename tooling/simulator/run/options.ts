import { STATEMENT_FAULTS, type StatementFault } from '../server/statement-faults.ts'
import { randomOf } from '../world/random.ts'

export const NETWORK_FAULTS = [
  'request_lost',
  'answer_lost',
  'duplicated',
  'held_back',
  'truncated',
  'garbled',
  'overloaded',
  'unknown_word',
  'corrupted',
] as const
export type NetworkFault = (typeof NETWORK_FAULTS)[number]

export const DEVICE_FAULTS = [
  'killed',
  'killed_while_writing',
  'disk_full',
  'clock_jump',
  'offline',
  'signed_off',
  'other_person',
  'cloned',
  'reinstalled',
] as const
export type DeviceFault = (typeof DEVICE_FAULTS)[number]

export const OFFICE_FAULTS = [
  'role_change',
  'disabled',
  'signed_out',
  'restore',
  'night',
  'long_night',
  'replica_restarted',
  'clocks_apart',
  'site_changed',
] as const
export type OfficeFault = (typeof OFFICE_FAULTS)[number]

export type Fault = NetworkFault | DeviceFault | OfficeFault | StatementFault
export const FAULTS: readonly Fault[] = [
  ...NETWORK_FAULTS,
  ...DEVICE_FAULTS,
  ...OFFICE_FAULTS,
  ...STATEMENT_FAULTS,
]

/** What a seed stands for: who takes part, how long, and how often what goes wrong. */
export interface Options {
  readonly seed: number
  /** Places of `SLOTS`. */
  readonly slots: readonly number[]
  /** How many things people do to records, at the least. */
  readonly changes: number
  /** Of one request, one act, one step; 0: this class is off. */
  readonly rates: Readonly<Record<Fault, number>>
  readonly replicas: number
  /** The mean time between two acts of one device. */
  readonly paceMs: number
  /** Changes that are not made after all, by their marks: how a trace is made shorter. */
  readonly leftOut: readonly string[]
  /** The one DocType that people work on: changes of one record meet more often. Absent: all of them. */
  readonly about?: string
}

const HIGHEST: Readonly<Record<Fault, number>> = {
  request_lost: 0.2,
  answer_lost: 0.25,
  duplicated: 0.25,
  held_back: 0.15,
  truncated: 0.1,
  garbled: 0.1,
  overloaded: 0.1,
  unknown_word: 0.06,
  corrupted: 0.06,
  killed: 0.06,
  killed_while_writing: 0.06,
  disk_full: 0.04,
  clock_jump: 0.04,
  offline: 0.08,
  signed_off: 0.01,
  other_person: 0.02,
  cloned: 0.015,
  reinstalled: 0.015,
  role_change: 0.03,
  disabled: 0.02,
  signed_out: 0.03,
  restore: 0.05,
  night: 0.02,
  long_night: 0.04,
  replica_restarted: 0.03,
  clocks_apart: 0.05,
  site_changed: 0.15,
  serialization: 0.05,
  deadlock: 0.05,
  lock_timeout: 0.04,
  connection_lost: 0.04,
  commit_unknown: 0.06,
}

/** Each class is off in a third of the seeds, so that each is also met without the others. */
export function optionsOf(seed: number): Options {
  const random = randomOf(seed, 'options')
  const others = [0, 1, 2, 4, 5].filter(() => random.chance(0.45))
  const slots = [...new Set([3, ...others, ...(others.length < 2 ? [0, 2] : [])])].toSorted()
  const rates = Object.fromEntries(
    FAULTS.map((fault) => [fault, random.chance(1 / 3) ? 0 : HIGHEST[fault] * (0.2 + 0.8 * random.next())]),
  ) as Record<Fault, number>
  return {
    seed,
    slots,
    changes: random.int(60, 90),
    rates,
    replicas: random.int(1, 2),
    paceMs: random.pick([20_000, 120_000, 900_000]),
    leftOut: [],
  }
}
