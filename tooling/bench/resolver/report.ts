import { percentile } from '../server/measure/statistics.ts'
import { table } from '../table.ts'
import type { Painted } from './paint.ts'

export interface Line extends Painted {
  readonly what: string
  readonly openedMs?: number
}

export function report(lines: readonly Line[]): string {
  const head = ['processor slowed down 4 times', 'elements', 'p50 ms', 'p95 ms', 'open ms']
  const rows = lines.map(({ what, elements, milliseconds, openedMs }) => [
    what,
    String(elements),
    percentile(milliseconds, 0.5).toFixed(1),
    percentile(milliseconds, 0.95).toFixed(1),
    openedMs === undefined ? '' : openedMs.toFixed(0),
  ])
  return table([head, ...rows], [0])
}
