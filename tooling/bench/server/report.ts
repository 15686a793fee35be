/** What a person reads: a row per contender, the ratios between them, and whether the targets are reached. */
import { availableParallelism, cpus, loadavg } from 'node:os'
import { table } from '../table.ts'
import { ratioOf, type Score } from './measure/rounds.ts'
import { median } from './measure/statistics.ts'

export interface Target {
  readonly words: string
  /** null: could not be measured here. */
  readonly value: number | null
  readonly limit: number
  readonly is: 'at least' | 'at most'
  readonly unit: string
  readonly digits?: number
}

/** Below this the bare server is itself too slow to be a measure for anybody. */
const BARE_RATIO_MIN = 0.5

export function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const load = loadavg()[0]?.toFixed(2)
  return `node ${process.version}, ${model}, ${availableParallelism()} cores, load ${load}`
}

export function scoreTable(scores: readonly Score[]): string {
  const head = ['', 'docs/s', 'p50 ms', 'p99 ms', 'us/doc server', 'database', 'devices', 'peak MB']
  const rows = scores.map((score) => [
    score.name,
    whole(median(score.rates)),
    score.p50.toFixed(1),
    score.p99.toFixed(1),
    microseconds(score.serverUs),
    microseconds(score.databaseUs),
    microseconds(score.devicesUs),
    score.peakBytes === null ? 'n/a' : whole(score.peakBytes / 1e6),
  ])
  return table([head, ...rows], [0])
}

/** Three ratios of speed, and whether the middle one may be used as a measure. */
export function ratioLines(real: Score, bare: Score, alone: Score): string {
  const floor = ratioOf(bare, alone)
  const counts = floor >= BARE_RATIO_MIN ? '' : `  (under ${BARE_RATIO_MIN}: the ratio to it does not count)`
  return [
    `real / bare             ${ratioOf(real, bare).toFixed(2)}`,
    `real / PostgreSQL alone ${ratioOf(real, alone).toFixed(2)}`,
    `bare / PostgreSQL alone ${floor.toFixed(2)}${counts}`,
  ].join('\n')
}

export function costOf({ serverUs, databaseUs }: Score): number | null {
  return serverUs === null || databaseUs === null ? null : serverUs + databaseUs
}

export function verdicts(targets: readonly Target[]): string {
  return targets
    .map(({ words, value, limit, is, unit, digits = 0 }) => {
      if (value === null) return `n/a      ${words}`
      const reached = is === 'at least' ? value >= limit : value <= limit
      const word = reached ? 'reached  ' : 'MISSED   '
      return `${word}${words}: ${value.toFixed(digits)}${unit}, ${is} ${limit}${unit}`
    })
    .join('\n')
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function microseconds(value: number | null): string {
  return value === null ? 'n/a' : value.toFixed(1)
}
