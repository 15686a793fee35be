/** What the submitter is told (R-12 and the overruled). */
import type { DocTypeRule } from '../doctype-rule.ts'
import type { Json, Notice } from '../shapes.ts'
import { own } from '../values/json.ts'
import type { FactChange, Merge } from './diff.ts'
import { fieldDef } from './facts.ts'
import type { Verdict } from './verdict.ts'

export interface Flags {
  /** Client fields that changed a document whose server-authoritative facts had moved. */
  readonly flagged: readonly string[]
  readonly notices: readonly Notice[]
}

const ORDER: readonly Notice['type'][] = [
  'assignment_changed',
  'status_changed',
  'schedule_changed',
  'document_changed',
]

const NO_FLAGS: Flags = { flagged: [], notices: [] }

/** the server moved a fact it is the authority on while the client was writing. */
export function movedFacts(merge: Merge, verdicts: readonly Verdict[]): Flags {
  if (!merge.compiled.rule.conflict_notification || !merge.base) return NO_FLAGS
  const moved = verdicts.filter(({ change }) => isMoved(change))
  if (moved.length === 0 || !verdicts.some(({ change }) => change.byClient)) return NO_FLAGS
  const flagged = verdicts
    .filter(({ winner }) => winner === 'client' || winner === 'both')
    .flatMap(({ values, change }) => values.filter(({ field }) => isByClient(change, field)))
    .map(({ field }) => field)
  const notices = moved.flatMap(({ change }) => movedNotice(merge, change))
  return { flagged, notices: notices.sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type)) }
}

/** One notice for each value of the client's that lost. */
export function overruledNotices(
  merge: Merge,
  verdicts: readonly Verdict[],
  told: readonly Notice[],
): readonly Notice[] {
  const known = new Set(told.map(({ field }) => field))
  const notices: Notice[] = []
  for (const { winner, overruled, change } of verdicts) {
    if (winner !== 'server' || change.fields.some(({ field }) => known.has(field))) continue
    for (const field of overruled) notices.push(overruledNotice(merge, field))
  }
  return notices
}

function overruledNotice({ compiled, server, client }: Merge, field: string): Notice {
  return {
    type: 'value_overruled',
    field,
    from: own(client, field) ?? null,
    to: own(server, field) ?? null,
    message: `${labelOf(compiled.rule, field)}: the server's value stands; yours is kept in the history.`,
  }
}

export function labelOf(rule: DocTypeRule, field: string): string {
  return fieldDef(rule, field)?.label ?? field
}

function isMoved(change: FactChange): boolean {
  return change.byServer && !change.isEqual && change.fact.rule === 'server_wins_fields'
}

function isByClient(change: FactChange, field: string): boolean {
  return change.fields.some((member) => member.field === field && member.byClient)
}

/** One notice per fact: its first field that moved. */
function movedNotice(merge: Merge, { fact, fields }: FactChange): readonly Notice[] {
  const { rule } = merge.compiled
  const isMovedField = (field: string) => fields.some((change) => change.field === field && change.byServer)
  const named = rule.notices?.find((notice) => notice.fields.some((field) => fact.fields.includes(field)))
  return fact.fields
    .filter(isMovedField)
    .slice(0, 1)
    .map((field) => {
      const to = own(merge.server, field) ?? null
      return {
        type: named?.type ?? 'document_changed',
        field,
        from: own(merge.base, field) ?? null,
        to,
        message: `${labelOf(rule, field)} is now ${shown(to)}.`,
      }
    })
}

function shown(value: Json): string {
  if (value === null || value === '') return 'empty'
  return typeof value === 'object' ? 'changed' : String(value)
}
