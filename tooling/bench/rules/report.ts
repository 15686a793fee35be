/** What a person reads: the machine, the documents, the rates, and each strategy beside each library. */
import { availableParallelism, cpus, loadavg } from 'node:os'
import { table } from '../table.ts'
import { type Case, differing } from './documents.ts'
import type { Rate } from './measure.ts'

/** What the rules promise for every mixture of documents, in resolutions per second. */
const TARGET_FIELD_LEVEL = 200_000
const TARGET_ANY = 50_000

export function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const load = loadavg()[0]?.toFixed(2)
  return `node ${process.version}, ${model}, ${availableParallelism()} cores (one is used), load ${load}`
}

export function describeDocuments(cases: readonly Case[]): string {
  const contested = cases.filter((one) => one.contested.length > 0)
  const changed = cases.map(({ base, server }) => Object.keys(differing(base, server)).length)
  const fields = Object.keys(cases[0]?.base ?? {}).length
  const sent = average(cases.map(({ change }) => Object.keys(change).length))
  const conflicts = average(cases.map((one) => one.contested.length))
  const bytes = average(cases.map(({ server }) => Buffer.byteLength(JSON.stringify(server))))
  return [
    `${cases.length} tickets of ${fields} fields, ${bytes.toFixed(0)} bytes of JSON; on average ${sent.toFixed(1)} fields changed by the`,
    `device, ${average(changed).toFixed(1)} by the server, ${conflicts.toFixed(2)} of them by both: ${percent(share(contested, cases))} of the tickets have such a field,`,
    `and ${percent(share(changed.filter(Boolean), cases))} were changed by the server at all.`,
  ].join('\n')
}

export function ratesTable(rates: readonly Rate[]): string {
  const rows = rates.map(({ contender, median, best }) => [
    contender.name,
    rate(median),
    rate(best),
    (1e6 / median).toFixed(2),
    contender.answers(),
  ])
  return table([['', 'median/s', 'best/s', 'us each', 'what came out'], ...rows], [0, 4])
}

/** How many times as fast as each library, by medians. */
export function ratioTable(strategies: readonly Rate[], libraries: readonly Rate[]): string {
  const rows = strategies.map(({ contender, median }) => [
    contender.name,
    ...libraries.map((library) => `${(median / library.median).toFixed(1)}x`),
  ])
  return table([['', ...libraries.map(({ contender }) => contender.name)], ...rows], [0])
}

export function verdicts(strategies: readonly Rate[]): string {
  return strategies
    .map(({ contender, median }) => {
      const target = contender.name === 'field_level' ? TARGET_FIELD_LEVEL : TARGET_ANY
      return { name: contender.name, median, target }
    })
    .map(({ name, median, target }) =>
      median >= target
        ? `reached  ${name}: ${rate(median)} of ${rate(target)}`
        : `MISSED   ${name}: ${rate(median)} of ${rate(target)}`,
    )
    .join('\n')
}

function rate(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en-US')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}

function share(some: readonly unknown[], all: readonly unknown[]): number {
  return some.length / all.length
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
