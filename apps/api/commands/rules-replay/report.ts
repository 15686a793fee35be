import type { Flip, ReplayResponse } from '@dartwing/protocol'

/** Counts by DocType and by field, every flip in a line, and how many there are. */
export function toReport({ doctypes, items, examined, flipped }: ReplayResponse, tookMs: number): string {
  const seen = doctypes.filter((each) => each.examined > 0)
  const ways = seen.flatMap(({ doctype, fields }) =>
    fields.flatMap(({ field, ways: each }) =>
      each.map(({ from, to, count }) => [`${doctype}.${field}`, `${from} to ${to}`, String(count)]),
    ),
  )
  const flips = items.flatMap(({ doctype, name, conflict_id, before, after, fields }) => [
    `${doctype} ${name} (conflict ${conflict_id})${before === after ? '' : `: ${before}, now ${after}`}`,
    ...fields.map((flip) => `  ${flip.field}: ${ended(flip.before)}, now ${ended(flip.after)}`),
  ])
  return [
    ...inColumns([
      ['DocType', 'Examined', 'Flipped'],
      ...seen.map((each) => [each.doctype, String(each.examined), String(each.flipped)]),
    ]),
    ...(ways.length === 0 ? [] : ['', ...inColumns([['Field', 'From whom to whom', 'Flipped'], ...ways])]),
    ...(flips.length === 0 ? [] : ['', ...flips]),
    '',
    `${flipped} of ${examined} recorded conflicts would have ended otherwise. ${(tookMs / 1000).toFixed(1)} s.`,
  ].join('\n')
}

function ended(ending: Flip['before']): string {
  return ending === null ? 'nothing to decide' : `${ending.winner} ${JSON.stringify(ending.value ?? null)}`
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
