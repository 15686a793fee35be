/** Rates by rounds: everybody has a turn in every round, so that a busy minute slows all of them alike. */
import type { Contender } from './contenders.ts'

export interface Plan {
  readonly cases: number
  readonly rounds: number
  readonly warmUpMs: number
  readonly turnMs: number
}

export interface Rate {
  readonly contender: Contender
  readonly median: number
  readonly best: number
}

export function measure(contenders: readonly Contender[], plan: Plan): readonly Rate[] {
  for (const contender of contenders) turn(contender, plan.cases, plan.warmUpMs)
  const rates = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]))
  for (let round = 0; round < plan.rounds; round++) {
    // Every other round goes backwards, or the same one would always follow the one that leaves the most garbage.
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const contender of order) {
      rates.get(contender)?.push(turn(contender, plan.cases, plan.turnMs))
    }
  }
  return [...rates].map(([contender, values]) => ({
    contender,
    median: median(values),
    best: Math.max(...values),
  }))
}

/** Merges per second over whole passes, so that every turn is of the same mixture of documents. */
function turn({ merge }: Contender, cases: number, milliseconds: number): number {
  const began = performance.now()
  let merged = 0
  let elapsed = 0
  while (elapsed < milliseconds) {
    for (let index = 0; index < cases; index++) if (merge(index) !== undefined) merged++
    elapsed = performance.now() - began
  }
  return (merged * 1000) / elapsed
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}
