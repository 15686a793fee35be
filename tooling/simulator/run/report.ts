import { MARKS } from './marks.ts'
import { FAULTS } from './options.ts'
import type { SeedResult } from './result.ts'

export interface Total {
  seeds: number
  readonly broken: number[]
  mutations: number
  conflicts: number
  holds: number
  decisions: number
  readonly counts: Record<string, number>
  readonly marks: Record<string, number>
}

const DETAILS_MAX = 8
const STORY_MAX = 150
/** With so many seeds everything has its turn. */
const ENOUGH_SEEDS = 100

export function nothingYet(): Total {
  return {
    seeds: 0,
    broken: [],
    mutations: 0,
    conflicts: 0,
    holds: 0,
    decisions: 0,
    counts: Object.fromEntries(FAULTS.map((fault) => [fault, 0])),
    marks: Object.fromEntries(MARKS.map((mark) => [mark, 0])),
  }
}

export function addUp(total: Total, result: SeedResult): void {
  total.seeds += 1
  total.mutations += result.mutations
  total.conflicts += result.conflicts
  total.holds += result.holds
  total.decisions += result.decisions
  if (result.violations.length > 0) total.broken.push(result.seed)
  add(total.counts, result.counts)
  add(total.marks, result.marks)
}

function add(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count
}

/** One line for a seed that held; what is broken, and how to see it again, for one that did not. */
export function lineOf(result: SeedResult): string {
  const { seed, fingerprint, mutations, conflicts, holds, violations, options } = result
  const line = `seed ${seed} ${fingerprint}: ${options.slots.length} devices, ${mutations} mutations, ${conflicts} conflicts, ${holds} holds`
  if (violations.length === 0) return line
  return [
    `${line}, ${violations.length} VIOLATIONS`,
    ...violations.slice(0, DETAILS_MAX).map(({ check, detail }) => `  ${check}: ${detail}`),
    `  again: npm run sim -- --options '${JSON.stringify(options)}'`,
  ].join('\n')
}

/** The shortest world found that is broken in the same way, with its story. */
export function shortestOf(shortest: SeedResult): string {
  const { story, options, mutations } = shortest
  const faults = FAULTS.filter((fault) => options.rates[fault] > 0)
  const left = story.length > STORY_MAX ? [`(${story.length - STORY_MAX} lines before)`] : []
  return [
    `shortest found: ${options.slots.length} devices, ${mutations} mutations, faults: ${faults.join(', ') || 'none'}`,
    ...[...left, ...story.slice(-STORY_MAX)].map((line) => `    ${line}`),
    lineOf(shortest),
  ].join('\n')
}

export function progressOf({ seeds, broken }: Total, of: number | null, seconds: number): string {
  const pace = seeds / seconds
  const left = of === null || seeds === 0 ? '' : `, ${Math.ceil((of - seeds) / pace / 60)} minutes left`
  const all = of === null ? '' : ` of ${of}`
  return `${seeds}${all} seeds, ${broken.length} broken, ${pace.toFixed(2)} a second${left}`
}

/** What should have happened by now and never did. */
export function missingFrom({ seeds, mutations, conflicts, holds, decisions, ...total }: Total): string[] {
  if (seeds < ENOUGH_SEEDS) return []
  const sums = { mutations, conflicts, holds, decisions, ...total.counts, ...total.marks }
  return Object.entries(sums).flatMap(([name, count]) => (count === 0 ? [name] : []))
}

export function summaryOf(total: Total, seconds: number): string {
  const { seeds, broken, mutations, conflicts, holds, decisions } = total
  const list = (sums: Readonly<Record<string, number>>) =>
    Object.entries(sums)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  return [
    '',
    `faults: ${list(total.counts)}`,
    `seen: ${list(total.marks)}`,
    `${mutations} mutations, ${conflicts} conflicts, ${holds} holds, ${decisions} decisions by people`,
    `${seeds} seeds in ${Math.round(seconds)} s, ${broken.length} broken${broken.length > 0 ? ` (${broken.join(', ')})` : ''}`,
  ].join('\n')
}
