import type { FieldChange, HistoryEntry, VersionOrigin } from '@dartwing/protocol'
import { canonicalJson, type Doc, type DocTypeRule } from '@dartwing/rules'
import { deviceTitle } from '../store/title.ts'
import type { AttemptRecord, VersionRecord } from './history.repository.ts'

type Names = ReadonlyMap<string, string>

/** Who is meant where nobody's name is known: the account is gone. */
const NOBODY = 'unknown'

export function toOrigin(record: VersionRecord, names: Names): VersionOrigin {
  return {
    version: record.version,
    author: record.author,
    author_name: names.get(record.author) ?? record.author,
    device: deviceTitle(record.device_id),
    mutation_id: record.mutation_id,
    op: record.op,
    effective_at: record.effective_at,
    created_at: record.created_at,
  }
}

export interface EntryFacts {
  readonly rule: DocTypeRule
  readonly record: VersionRecord
  /** The version before; undefined = no longer kept. */
  readonly before: VersionRecord | undefined
  readonly attempts: readonly AttemptRecord[]
  readonly names: Names
}

export function toEntry({ rule, record, before, attempts, names }: EntryFacts): HistoryEntry {
  const isFirst = record.version === 1
  return {
    ...toOrigin(record, names),
    deleted: record.data === null,
    changes: before === undefined && !isFirst ? null : changesOf(rule, before?.data ?? null, record.data),
    decisions: [...(record.decisions ?? [])],
    conflict_id: record.conflict_id,
    rule_set: record.rule_set,
    attempts: attempts.map((attempt) => toAttempt(attempt, names)),
  }
}

function toAttempt(
  { version: _version, device_id, author, decisions, ...rest }: AttemptRecord,
  names: Names,
): HistoryEntry['attempts'][number] {
  const email = author ?? NOBODY
  return {
    ...rest,
    author: email,
    author_name: names.get(email) ?? email,
    device: deviceTitle(device_id),
    decisions: [...decisions],
  }
}

/** The fields that differ, in the order of the form and then of the alphabet. */
function changesOf(rule: DocTypeRule, before: Doc | null, after: Doc | null): FieldChange[] {
  const own = [...Object.keys(before ?? {}), ...Object.keys(after ?? {})].toSorted()
  const fields = new Set([...Object.keys(rule.fields), ...own])
  return [...fields].flatMap((field): FieldChange[] => {
    const [was, is] = [before?.[field], after?.[field]]
    if (canonicalJson(was ?? null) === canonicalJson(is ?? null)) return []
    return [
      {
        field,
        label: rule.fields[field]?.label ?? field,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ]
  })
}
