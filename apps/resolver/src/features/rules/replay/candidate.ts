/** A changed rule, as data: an entry of the plan's table with its fields moved between the lists. */
import { type CandidateEntry, type ExplainedRule, planEntry } from '@dartwing/protocol'
import { FIELD_LISTS, type FieldList, LISTS_READ } from '@dartwing/rules'

export type Candidate = CandidateEntry

/** The list that names a field; '' where none does. */
export function listOf(candidate: Candidate, field: string): FieldList | '' {
  return FIELD_LISTS.find((list) => candidate[list]?.includes(field)) ?? ''
}

/** A list that gets empty is left out, as it is in the table. */
export function withFieldIn(candidate: Candidate, field: string, wanted: FieldList | ''): Candidate {
  const lists = FIELD_LISTS.map((list) => {
    const others = (candidate[list] ?? []).filter((name) => name !== field)
    const names = list === wanted ? [...others, field] : others
    return [list, names.length === 0 ? undefined : names] as const
  })
  return withoutNothing({ ...candidate, ...Object.fromEntries(lists) })
}

/** Lists that the other strategy never reads go: they would contradict it. */
export function withStrategy(candidate: Candidate, strategy: Candidate['strategy']): Candidate {
  const unread = FIELD_LISTS.filter((list) => !LISTS_READ[strategy].includes(list))
  return withoutNothing({
    ...candidate,
    strategy,
    ...Object.fromEntries(unread.map((list) => [list, undefined])),
  })
}

export function isAsInForce(candidate: Candidate, rule: ExplainedRule): boolean {
  return JSON.stringify(sorted(candidate)) === JSON.stringify(sorted(rule.entry))
}

/** The candidate, or what is wrong with the text. */
export function readCandidate(text: string): Candidate | string {
  try {
    const parsed = planEntry.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

function withoutNothing(candidate: Candidate): Candidate {
  return planEntry.parse(JSON.parse(JSON.stringify(candidate)))
}

/** The order of fields in a list says nothing. */
function sorted(candidate: Candidate): unknown {
  return Object.entries(candidate)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, Array.isArray(value) ? value.toSorted() : value])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
