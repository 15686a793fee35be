import type { OrganisationReport } from './check.ts'

export function isClean(reports: readonly OrganisationReport[]): boolean {
  return reports.every(({ findings }) => findings.every(({ violations }) => violations.length === 0))
}

/** One block per organisation, one line per invariant, and below a broken one what breaks it. */
export function toTable(reports: readonly OrganisationReport[]): string {
  if (reports.length === 0) return 'There is no organisation in this database.'
  return reports.map(toBlock).join('\n\n')
}

function toBlock({ org, findings }: OrganisationReport): string {
  const width = Math.max(...findings.map(({ title }) => title.length))
  const lines = findings.flatMap(({ number, title, rows, violations }) => {
    const broken = violations.reduce((sum, { count }) => sum + count, 0)
    const verdict = broken === 0 ? 'holds' : `${broken} VIOLATED`
    const looked = rows.toLocaleString('en').padStart(11)
    return [
      `  ${number}  ${title.padEnd(width)}${looked} rows  ${verdict}`,
      ...violations.map(({ reason, count, places }) => `       ${count} ${reason}: ${named(places, count)}`),
    ]
  })
  return [org, ...lines].join('\n')
}

function named(places: readonly string[], count: number): string {
  return places.join('; ') + (count > places.length ? '; ...' : '')
}
