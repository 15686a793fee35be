import type { DescribedField, DocumentNow, HistoryEntry } from '@dartwing/protocol'
import { may, mayWriteField } from '../access/rights.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import { labelOf, titleOf } from '../store/title.ts'
import type { Visible } from './visible-document.ts'

/** Every field that a page of history speaks of. */
export function fieldsIn(items: readonly HistoryEntry[]): string[] {
  return items.flatMap(({ changes, decisions, attempts }) => [
    ...(changes ?? []).map(({ field }) => field),
    ...decisions.map(({ field }) => field),
    ...attempts.flatMap((attempt) => attempt.decisions.map(({ field }) => field)),
  ])
}

export function describe(
  { rule, member }: Pick<Visible, 'rule' | 'member'>,
  fields: readonly string[],
): Record<string, DescribedField> {
  const mayUpdate = may(rule, member.role, 'update')
  return Object.fromEntries(
    [...new Set(fields)].map((field) => {
      const known = Object.hasOwn(rule.fields, field) ? rule.fields[field] : undefined
      const described = {
        label: labelOf(rule, field),
        type: known?.type ?? 'json',
        unit: known?.unit ?? null,
        editable: mayUpdate && mayWriteField(rule, member.role, field, false),
      }
      return [field, described] as const
    }),
  )
}

export function toNow({ doctype, name, data, version, deleted, conflict }: StoredDocument): DocumentNow {
  return {
    title: titleOf(doctype, deleted ? null : data, name),
    version,
    data: deleted ? null : data,
    conflict_id: conflict?.id ?? null,
  }
}
