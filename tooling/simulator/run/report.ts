import { FAULTS } from './options.ts'
import type { SeedResult } from './seed.ts'

export interface Total {
  seeds: number
  readonly broken: number[]
  mutations: number
  conflicts: number
  holds: number
  decisions: number
  readonly counts: Record<string, number>
}

const DETAILS_MAX = 8

export function addUp(total: Total, result: SeedResult): void {
  total.seeds += 1
  total.mutations += result.mutations
  total.conflicts += result.conflicts
  total.holds += result.holds
  total.decisions += result.decisions
  if (result.violations.length > 0) total.broken.push(result.seed)
  for (const fault of FAULTS) total.counts[fault] = (total.counts[fault] ?? 0) + result.counts[fault]
}

/** One line for a seed that held; what is broken, and how to see it again, for one that did not. */
export function lineOf({
  seed,
  fingerprint,
  mutations,
  conflicts,
  holds,
  violations,
  options,
}: SeedResult): string {
  const line = `seed ${seed} ${fingerprint}: ${options.slots.length} devices, ${mutations} mutations, ${conflicts} conflicts, ${holds} holds`
  if (violations.length === 0) return line
  return [
    `${line}, ${violations.length} VIOLATIONS (npm run sim -- --seed ${seed})`,
    ...violations.slice(0, DETAILS_MAX).map(({ check, detail }) => `  ${check}: ${detail}`),
    `  options: ${JSON.stringify(options)}`,
  ].join('\n')
}

export function summaryOf({ seeds, broken, mutations, conflicts, holds, decisions, counts }: Total): string {
  const faults = FAULTS.map((fault) => `${fault} ${counts[fault] ?? 0}`)
  return [
    '',
    `${seeds} seeds, ${broken.length} broken${broken.length > 0 ? ` (${broken.join(', ')})` : ''}`,
    `${mutations} mutations, ${conflicts} conflicts, ${holds} holds, ${decisions} decisions by people`,
    `faults: ${faults.join(', ')}`,
  ].join('\n')
}
