/** Everybody has a turn in every round, so that a busy minute slows all of them alike. */
import type { Arena } from '../arena.ts'
import type { Contender } from '../contenders/contender.ts'
import { peakMemoryBytes } from './processes.ts'
import { median, percentile } from './statistics.ts'
import type { Turn } from './turn.ts'

export interface Score {
  readonly name: string
  readonly rates: readonly number[]
  readonly p50: number
  readonly p99: number
  readonly serverUs: number | null
  readonly databaseUs: number | null
  readonly devicesUs: number | null
  readonly peakBytes: number | null
}

export type TakeTurn = (contender: Contender, round: string) => Promise<Turn>
export type WarmUp = (contender: Contender, round: string) => Promise<unknown>

/** A round that does not count, then those that do; every other one backwards. */
export async function playRounds(
  arena: Arena,
  contenders: readonly Contender[],
  rounds: number,
  play: { readonly warmUp: WarmUp; readonly turn: TakeTurn },
): Promise<Score[]> {
  for (const contender of contenders) await play.warmUp(contender, 'WARM')
  const turns = new Map<Contender, Turn[]>(contenders.map((contender) => [contender, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      await arena.settle()
      turns.get(contender)?.push(await play.turn(contender, `R${round}`))
    }
  }
  return [...turns].map(([contender, played]) => score(contender, played))
}

function score({ name, serverPid }: Contender, turns: readonly Turn[]): Score {
  const each = (of: (turn: Turn) => number) => median(turns.map(of))
  const perDoc = (of: (turn: Turn) => number | null) => {
    const values = turns.flatMap((turn) => {
      const spent = of(turn)
      return spent === null ? [] : [spent / turn.docs]
    })
    return values.length === 0 ? null : median(values)
  }
  return {
    name,
    rates: turns.map(({ docs, seconds }) => docs / seconds),
    p50: each(({ latencies }) => percentile(latencies, 0.5)),
    p99: each(({ latencies }) => percentile(latencies, 0.99)),
    serverUs: perDoc(({ serverUs }) => serverUs),
    databaseUs: perDoc(({ databaseUs }) => databaseUs),
    devicesUs: perDoc(({ devicesUs }) => devicesUs),
    peakBytes: serverPid === null ? null : peakMemoryBytes(serverPid),
  }
}

/** How many times as fast: the median of the rounds, each compared with itself only. */
export function ratioOf(one: Score, other: Score): number {
  return median(one.rates.map((rate, round) => rate / (other.rates[round] ?? Number.NaN)))
}
