const SIGHTINGS: Readonly<Record<string, RegExp>> = {
  'a batch came twice': / \(again\) -> POST \S*upsert_batch 200/,
  'a batch came late': / \(late\) -> POST \S*upsert_batch 200/,
  'a timer decided': /^the timer settled/,
  'a person decided': /^desk: (?!undo|extend)\w+ \S+ .* 200$/,
  'a person came too late': /^desk: (?!undo|extend)\w+ \S+ .* (409|412)$/,
  'a decision was taken back': /^desk: undo \S+ 200$/,
  'a deadline was moved': /^desk: extend \S+ .* 200$/,
  'a member was shut out': /^admin: \S+ {"disabled":true} 200$/,
  'the site came late or twice': /^site: .*"(stale|duplicate)"/,
  'a page or an answer met a failing disk': /: sync failed: .*(is full|went off|is off)/,
  'a refused change was given up': /: gave up /,
}
const MINUTE = 60_000

export const MARKS: readonly string[] = [
  ...Object.keys(SIGHTINGS),
  'a phone died inside a sync',
  'a restore while a phone was away',
]

/** What a story tells of that must happen now and then, or its worlds are too tame; how often each. */
export function marksOf(story: readonly string[]): Record<string, number> {
  const marks: Record<string, number> = Object.fromEntries(MARKS.map((mark) => [mark, 0]))
  const count = (mark: string) => {
    marks[mark] = (marks[mark] ?? 0) + 1
  }
  const syncing = new Set<string>()
  const awayUntil = new Map<string, number>()
  for (const told of story) {
    const [, moment = '', line = ''] = /^ *(\d+) (.*)$/s.exec(told) ?? []
    for (const [mark, pattern] of Object.entries(SIGHTINGS)) if (pattern.test(line)) count(mark)
    const [, sender] = /^(\S+) -> /.exec(line) ?? []
    if (sender !== undefined) syncing.add(sender)
    const [, name = '', news = ''] = /^(\S+): (.*)$/s.exec(line) ?? []
    if (news.startsWith('sync ')) syncing.delete(name)
    if (news === 'killed' && syncing.delete(name)) count('a phone died inside a sync')
    const [, minutes] = /^offline for (\d+) minutes/.exec(news) ?? []
    if (minutes !== undefined) awayUntil.set(name, Number(moment) + Number(minutes) * MINUTE)
    if (line.startsWith('the server was restored')) {
      if ([...awayUntil.values()].some((until) => until > Number(moment)))
        count('a restore while a phone was away')
    }
  }
  return marks
}
