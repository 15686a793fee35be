import type { ConflictDetail, FieldView, Looker, TimerPause } from '@dartwing/protocol'
import { type Doc, type DocTypeRule, ruleSetHash, sameValue } from '@dartwing/rules'
import { type Member, mayWriteField } from '../../access/rights.ts'
import { toSummary } from '../../store/conflicts/to-summary.ts'
import { type ConflictRecord, type StoredDocument, serverSideOf } from '../../store/stored-document.ts'
import { deviceTitle, labelOf, titleOf } from '../../store/title.ts'
import type { LaterVersion } from '../conflicts.repository.ts'
import { actionsOf, permissionsOf } from '../permissions.ts'

export interface DetailFacts {
  readonly member: Member
  readonly conflict: ConflictRecord
  readonly rule: DocTypeRule
  /** The document as it is now. */
  readonly document: StoredDocument | undefined
  readonly other: StoredDocument | undefined
  readonly calendar: ConflictDetail['calendar']
  readonly linkTitles: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, string>
  readonly events: readonly { type: string; actor: string; at: Date; detail: unknown }[]
  readonly looking: readonly Looker[]
  readonly paused: TimerPause | null
  readonly later: readonly LaterVersion[]
  /** Of the device behind the Server side. */
  readonly app_version: string | null
  readonly now: string
}

export function toDetail(facts: DetailFacts): ConflictDetail {
  const { conflict, rule, member, document, names } = facts
  const permissions = permissionsOf(member, conflict, document, facts.now)
  const server = currentServer(facts)
  return {
    ...toSummary(conflict),
    looking: [...facts.looking],
    paused: facts.paused,
    server_now: facts.now,
    time_zone: member.time_zone,
    base: conflict.base,
    server,
    client: conflict.client,
    sides: {
      ...conflict.sides,
      server: { ...conflict.sides.server, app_version: facts.app_version },
    },
    fields_view: fieldViews(facts, server),
    decisions: [...conflict.decisions],
    conflict_type: conflict.conflict_type,
    hint: rule.resolution_hint ?? null,
    strategy: conflict.strategy,
    strategy_reason: rule.reason,
    rule_set: ruleSetHash(),
    link_titles: Object.fromEntries(facts.linkTitles),
    calendar: facts.calendar,
    other: otherOf(facts),
    permissions,
    actions: actionsOf(conflict, permissions),
    resolution: resolutionOf(conflict, names),
    history: facts.events.map(({ type, actor, at, detail }) => ({
      type,
      at: at.toISOString(),
      actor,
      actor_name: nameOf(names, actor),
      detail: detailOf(detail),
    })),
    later_edits: facts.later.map(({ version, author, at, device_id, fields }) => ({
      version,
      actor: author,
      actor_name: nameOf(names, author),
      at,
      device: deviceTitle(device_id),
      fields: [...fields],
    })),
  }
}

/** Those who decide without being people. */
const NAME_BY_ACTOR: Readonly<Record<string, string>> = { timer: 'The deadline', rule: 'The rule' }

const nameOf = (names: ReadonlyMap<string, string>, actor: string) =>
  names.get(actor) ?? NAME_BY_ACTOR[actor] ?? actor

/** While it is open, the Server side is the document as it is; afterwards, as it was when decided. */
function currentServer({ conflict, document }: DetailFacts): Doc | null {
  return conflict.state === 'open' && document !== undefined
    ? serverSideOf(conflict, document)
    : conflict.server
}

function fieldViews({ conflict, rule, member, document }: DetailFacts, server: Doc | null): FieldView[] {
  const { base, client } = conflict
  const decisionByField = new Map(conflict.decisions.map((decision) => [decision.field, decision]))
  const known = Object.keys(rule.fields)
  const seen = new Set(known)
  const more = [base, server, client].flatMap((doc) => Object.keys(doc ?? {}))
  const names = [...known, ...new Set(more.filter((field) => !seen.has(field)))]
  const present = names.filter((field) =>
    [base, server, client].some((doc) => doc !== null && doc[field] !== undefined && doc[field] !== null),
  )
  return present.map((field): FieldView => {
    const definition = Object.hasOwn(rule.fields, field) ? rule.fields[field] : undefined
    const group = rule.groups?.find((one) => one.fields.includes(field))
    const decision = decisionByField.get(field)
    const needsChoice = conflict.state === 'open' && conflict.fields.includes(field)
    const differs =
      client !== null &&
      client[field] !== undefined &&
      !sameValue(rule.name, field, server?.[field] ?? null, client[field] ?? null)
    return {
      name: field,
      label: labelOf(rule, field),
      type: definition?.type ?? 'json',
      options: definition?.options === undefined ? null : [...definition.options],
      unit: definition?.unit ?? null,
      group: group === undefined ? null : { name: group.name, label: group.label },
      rows: rowsOf(rule, field),
      ...sideValue('base', base, field),
      ...sideValue('server', server, field),
      ...sideValue('client', client, field),
      ...sideValue('merged', document?.deleted === false ? document.data : null, field),
      disposition: needsChoice ? 'needs_choice' : decision !== undefined || differs ? 'settled' : 'unchanged',
      winner: decision?.winner ?? null,
      rule: decision?.rule ?? null,
      reason: decision?.reason ?? (decision === undefined ? null : rule.reason),
      editable: mayWriteField(rule, member.role, field, false),
    }
  })
}

const ROW_RULE = { first_write_wins: 'union', sum_quantities: 'sum_quantities' } as const

/** By what a person may tell the rows of a table, or files, apart: as the rule does. */
function rowsOf(rule: DocTypeRule, field: string): FieldView['rows'] {
  const definition = Object.hasOwn(rule.fields, field) ? rule.fields[field] : undefined
  if (definition?.type === 'attachments') return { key: 'file', rule: 'keyed', columns: {} }
  if (definition?.type !== 'table') return null
  const table = rule.child_tables?.find(({ child_field }) => child_field === field)
  const columns = Object.entries(definition.row_fields ?? {}).map(([name, { label }]) => [name, label])
  return {
    key: table?.dedup_key ?? null,
    rule: table === undefined ? 'keyed' : ROW_RULE[table.conflict_on_same_key ?? 'first_write_wins'],
    columns: Object.fromEntries(columns),
  }
}

function sideValue<K extends string>(
  key: K,
  doc: Doc | null,
  field: string,
): Partial<Record<K, Doc[string]>> {
  const value = doc?.[field]
  if (value === undefined) return {}
  const entry: Partial<Record<K, Doc[string]>> = {}
  entry[key] = value
  return entry
}

function otherOf({ other, names }: DetailFacts): ConflictDetail['other'] {
  if (other === undefined || other.deleted) return null
  return {
    doctype: other.doctype,
    name: other.name,
    title: titleOf(other.doctype, other.data, other.name),
    version: other.version,
    data: other.data,
    side: {
      actor: other.modified_by,
      actor_name: nameOf(names, other.modified_by),
      at: other.modified,
      device: deviceTitle(other.origin_device),
      app_version: null,
      offline_seconds: null,
    },
  }
}

function resolutionOf(
  conflict: ConflictRecord,
  names: ReadonlyMap<string, string>,
): ConflictDetail['resolution'] {
  const { resolution, resolved_at, resolved_by } = conflict
  if (resolution === null || resolved_at === null || resolved_by === null) return null
  return {
    action: resolution.action,
    by: resolved_by,
    by_name: nameOf(names, resolved_by),
    at: resolved_at,
    comment: resolution.comment,
    decisions: [...resolution.decisions],
    version: resolution.version,
  }
}

function detailOf(detail: unknown): Doc {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? { ...detail } : {}
}
