/** The measures of success, computed from exported files by other code than the server's: for comparing. */

/** RFC 4180, character by character. */
export function parseCsv(text: string): Record<string, string>[] {
  const lines: string[][] = []
  let line = ['']
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    const next = text.charAt(at + 1)
    if (isQuoted && char === '"' && next === '"') {
      line.push(`${line.pop()}"`)
      at += 1
    } else if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && char === ',') line.push('')
    else if (!isQuoted && char === '\r' && next === '\n') {
      lines.push(line)
      line = ['']
      at += 1
    } else line.push(`${line.pop()}${char}`)
  }
  const [columns = [], ...rows] = lines
  return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? ''])))
}

type Row = Record<string, string>

export interface Exported {
  readonly syncs: readonly Row[]
  readonly conflicts: readonly Row[]
  readonly feedback: readonly Row[]
}

/** Microseconds since 1970, of an instant written to the microsecond. */
function micros(instant: string | undefined): bigint {
  const [seconds = '', rest = ''] = (instant ?? '').replace('Z', '').split('.')
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(rest.padEnd(6, '0').slice(0, 6))
}

const total = (rows: readonly Row[], column: string) =>
  rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)

const ratio = (part: number, of: number) => (of === 0 ? null : part / of)

/** The smallest that at least 99 of 100 do not exceed. */
function slowest(rows: readonly Row[]): number | null {
  const taken = rows.map((row) => micros(row.ended_at) - micros(row.started_at))
  const ordered = taken.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const found = ordered[Math.ceil(ordered.length * 0.99) - 1]
  return found === undefined ? null : Number(found) / 1_000_000
}

/** By the names that the server gives them. */
export function measuresOf({ syncs, conflicts, feedback }: Exported): Record<string, number | null> {
  const scored = feedback.filter((row) => row.score !== '')
  const lost = feedback.filter((row) => row.lost_data === 'true').length
  const manual = conflicts.filter((row) => row.state === 'resolved').length
  const items = total(syncs, 'items')
  return {
    conflict_rate: ratio(conflicts.length, syncs.length),
    manual_rate: ratio(manual, conflicts.length),
    data_loss: items === 0 && lost === 0 ? null : lost,
    sync_p99: slowest(syncs),
    satisfaction: ratio(total(scored, 'score'), scored.length),
    stale_base_rate: ratio(total(syncs, 'merged'), items),
  }
}

/** What of it began on this date of these people's calendar. */
export function onDay({ syncs, conflicts, feedback }: Exported, day: string, timeZone: string): Exported {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const began = (column: string) => (row: Row) => wall.format(new Date(row[column] ?? '')) === day
  return {
    syncs: syncs.filter(began('started_at')),
    conflicts: conflicts.filter(began('opened_at')),
    feedback: feedback.filter(began('created_at')),
  }
}
