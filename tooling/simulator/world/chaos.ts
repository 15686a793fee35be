import { FAULTS, type Fault, type Options } from '../run/options.ts'
import type { Random } from './random.ts'

/** Says what goes wrong, and counts it. */
export interface Chaos {
  /** Does this go wrong now? Counted when it does. */
  strikes(fault: Fault): boolean
  /** Counted by hand, where it only shows later whether it struck. */
  count(fault: Fault): void
  /** From here on nothing goes wrong any more. */
  end(): void
  readonly isOver: boolean
  readonly counts: Readonly<Record<Fault, number>>
}

export function createChaos({ rates }: Options, randomFor: (part: string) => Random): Chaos {
  const streams = new Map(FAULTS.map((fault) => [fault, randomFor(`fault ${fault}`)]))
  const counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>
  let isOver = false
  return {
    strikes: (fault) => {
      const strikes = streams.get(fault)?.chance(rates[fault]) ?? false
      if (!strikes || isOver) return false
      counts[fault] += 1
      return true
    },
    count: (fault) => {
      counts[fault] += 1
    },
    end: () => {
      isOver = true
    },
    get isOver() {
      return isOver
    },
    counts,
  }
}
