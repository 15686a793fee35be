/** The records a conflict leaves: one open per document for people, and one for each that a rule settled. */
import { randomUUID } from 'node:crypto'
import type { Side } from '@dartwing/protocol'
import {
  canonicalJson,
  type DocTypeRule,
  type Hold,
  type Resolution,
  type ResolveContext,
  ruleSetHash,
  SYNC_CONFIG,
  sameValue,
  type Versions,
} from '@dartwing/rules'
import { type ConflictRecord, type StoredDocument, serverSideOf } from '../../store/stored-document.ts'
import { deviceTitle, titleOf } from '../../store/title.ts'
import { slotOfStored } from '../../store/write-unit.ts'
import type { Batch } from './batch.ts'
import { headlineOf, settledHeadline } from './headline.ts'
import { tellOverruled } from './tell-people.ts'

const HOUR_MS = 3_600_000

export interface Submission {
  readonly batch: Batch
  readonly rule: DocTypeRule
  readonly name: string
  readonly mutation_id: string
  readonly made_at: string
  readonly versions: Versions
  readonly context: ResolveContext
  readonly resolution: Resolution
  readonly other: { readonly doctype: string; readonly name: string } | null
}

/** Opens the document's conflict, or joins the one that is open: same id, same deadline. */
export function openHold(submission: Submission): ConflictRecord | null {
  const { batch, rule, name, resolution } = submission
  const { hold } = resolution
  if (hold === undefined) return null
  const open = batch.unit.openConflict(rule.name, name)
  const record = open === undefined ? newHold(submission, hold) : joined(open, submission, hold)
  batch.unit.putConflict(record, open === undefined ? 'opened' : 'changed', {
    conflict_id: record.conflict_id,
    type: open === undefined ? 'detected' : 'candidate_joined',
    actor: batch.member.email,
    detail: { fields: [...hold.fields], mutation_id: submission.mutation_id },
    at: batch.unit.now,
  })
  return record
}

/** Keeps what a rule overruled, so that a person can see it and bring it back; answers whether it overruled anything. */
export function recordSettled(submission: Submission): boolean {
  const { batch, rule, name, resolution } = submission
  moveOpenConflict(submission)
  const overruled = overruledFields(resolution)
  const isDelete = submission.versions.client === null || submission.versions.server === null
  if (overruled.length === 0) return false
  const sides = sidesOf(submission)
  const record: ConflictRecord = {
    ...commonFacts(submission),
    kind: isDelete ? 'delete_edit' : 'field_conflict',
    conflict_type: null,
    state: 'auto_resolved',
    headline: isDelete
      ? headlineOf({ ...headlineFacts(submission), hold: deletion(submission) })
      : settledHeadline(rule, overruled, [sides.server.actor_name, sides.client.actor_name]),
    fields: overruled,
    due_at: null,
    on_timeout: 'server_wins',
    resolved_at: batch.unit.now,
    resolved_by: 'rule',
    resolution: {
      action: 'rule',
      comment: null,
      decisions: resolution.decisions,
      version: batch.unit.document(rule.name, name)?.version ?? null,
    },
  }
  batch.unit.putConflict(record, 'auto_resolved', {
    conflict_id: record.conflict_id,
    type: 'settled_by_rule',
    actor: batch.member.email,
    detail: { fields: overruled, mutation_id: submission.mutation_id },
    at: batch.unit.now,
  })
  tellOverruled(batch, record, resolution)
  return true
}

/** Where a rule had to choose; fields that are only flagged had nothing chosen about them. */
function overruledFields({ conflicts, flagged = [], pending }: Resolution): string[] {
  return conflicts.filter((field) => !flagged.includes(field) && !pending.includes(field))
}

/** A change that merges into a document with an open conflict moves that conflict on, or makes it moot. */
function moveOpenConflict({ batch, rule, name }: Submission): void {
  const open = batch.unit.openConflict(rule.name, name)
  const document = batch.unit.document(rule.name, name)
  if (open === undefined || document === undefined) return
  const server = serverSideOf(open, document)
  if (canonicalJson(open.server) === canonicalJson(server)) return
  const isMoot = nothingLeftToDecide(batch, rule, open, document)
  const moved = { ...open, server, revision: open.revision + 1 }
  const closed = { state: 'withdrawn', resolved_at: batch.unit.now, resolved_by: batch.member.email } as const
  batch.unit.putConflict(isMoot ? { ...moved, ...closed } : moved, isMoot ? 'withdrawn' : 'changed', {
    conflict_id: open.conflict_id,
    type: isMoot ? 'withdrawn' : 'server_changed',
    actor: batch.member.email,
    detail: { version: document.version },
    at: batch.unit.now,
  })
}

/** Nobody is asked about a record that is gone, values that have become equal, or a time that is settled. */
function nothingLeftToDecide(
  { unit, member }: Batch,
  rule: DocTypeRule,
  open: ConflictRecord,
  document: StoredDocument,
): boolean {
  if (document.deleted) return true
  if (open.kind === 'field_conflict') {
    return open.fields.every((field) =>
      sameValue(rule.name, field, document.data[field] ?? null, open.client?.[field] ?? null),
    )
  }
  const slot = slotOfStored(rule, document, member.time_zone)
  return (
    open.kind === 'slot_collision' &&
    (slot === null || unit.holds({ doctype: rule.name, name: document.name }))
  )
}

function newHold(submission: Submission, hold: Hold): ConflictRecord {
  const { rule, batch } = submission
  const deadline = Date.parse(batch.unit.now) + SYNC_CONFIG.manual_resolve_timeout_hours * HOUR_MS
  const escalates = hold.kind === 'signature_review' || rule.on_timeout === 'escalate'
  return {
    ...commonFacts(submission),
    kind: hold.kind,
    conflict_type: hold.conflict_type ?? null,
    state: 'open',
    headline: headlineOf({ ...headlineFacts(submission), hold }),
    fields: hold.fields,
    due_at: new Date(deadline).toISOString(),
    on_timeout: escalates ? 'escalate' : 'server_wins',
    resolved_at: null,
    resolved_by: null,
    resolution: null,
  }
}

/** The newest version is the one to decide about; the one before it is kept as a candidate. */
function joined(open: ConflictRecord, submission: Submission, hold: Hold): ConflictRecord {
  const facts = commonFacts(submission)
  const earlier = {
    mutation_id: open.mutation_id,
    submitted_by: open.sides.client.actor,
    at: open.sides.client.at ?? open.opened_at,
    client: open.client,
  }
  const { other_doctype, other_name } = hold.kind === 'slot_collision' ? facts : open
  return {
    ...open,
    revision: open.revision + 1,
    other_doctype,
    other_name,
    server: facts.server,
    client: facts.client,
    device_id: facts.device_id,
    mutation_id: facts.mutation_id,
    candidates: [...open.candidates, earlier],
    context: facts.context,
    decisions: facts.decisions,
    fields: [...new Set([...open.fields, ...hold.fields])],
    sides: facts.sides,
    headline: headlineOf({ ...headlineFacts(submission), hold }),
  }
}

function commonFacts(submission: Submission) {
  const { batch, rule, name, versions, resolution, other } = submission
  const document = batch.unit.document(rule.name, name)
  const { hold } = resolution
  const kept = {
    kind: hold?.kind ?? 'field_conflict',
    fields: hold?.fields ?? [],
    server: versions.server ?? null,
  }
  const server = serverSideOf(kept, document)
  return {
    conflict_id: randomUUID(),
    doctype: rule.name,
    name,
    revision: 1,
    strategy: resolution.strategy,
    rule_set: ruleSetHash(),
    title: titleOf(rule.name, server ?? versions.client ?? versions.base ?? null, name),
    base: versions.base ?? null,
    server: submission.resolution.outcome === 'held' ? server : (versions.server ?? server),
    client: versions.client,
    candidates: [],
    context: submission.context,
    decisions: resolution.decisions,
    sides: sidesOf(submission),
    other_doctype: other?.doctype ?? null,
    other_name: other?.name ?? null,
    submitted_by: batch.member.email,
    device_id: batch.device_id,
    mutation_id: submission.mutation_id,
    opened_at: batch.unit.now,
    escalated_at: null,
    assignee: null,
    held_at: null,
  }
}

function sidesOf({ batch, rule, name, made_at, versions, other }: Submission) {
  const { unit, member, names } = batch
  // Of a double booking the Server side is whoever has the time already.
  const holder = other === null ? undefined : batch.neighbour(other.doctype, other.name)
  const before = holder ?? (versions.server === undefined ? undefined : batch.serverSideOf(rule.name, name))
  const offlineMs = batch.last_contact === null ? null : Date.parse(unit.now) - Date.parse(batch.last_contact)
  const client: Side = {
    actor: member.email,
    actor_name: member.full_name,
    at: made_at,
    device: deviceTitle(batch.device_id),
    app_version: batch.app_version,
    offline_seconds: offlineMs === null ? null : Math.max(0, Math.round(offlineMs / 1000)),
  }
  const actor = before?.modified_by ?? member.email
  const server: Side = {
    actor,
    actor_name: names.get(actor) ?? actor,
    at: before?.modified ?? unit.now,
    device: deviceTitle(before?.origin_device ?? null),
    app_version: null,
    offline_seconds: null,
  }
  return { server, client, base: null }
}

function headlineFacts(submission: Submission) {
  const { batch, rule, versions, other } = submission
  const sides = sidesOf(submission)
  const neighbour = other === null ? undefined : batch.neighbour(other.doctype, other.name)
  return {
    rule,
    server: versions.server ?? null,
    client: versions.client,
    server_actor: sides.server.actor_name,
    client_actor: sides.client.actor_name,
    other_title: neighbour === undefined ? null : titleOf(neighbour.doctype, neighbour.data, neighbour.name),
    time_zone: batch.member.time_zone,
  }
}

function deletion({ versions, resolution }: Submission): Hold {
  return {
    kind: 'delete_edit',
    fields: resolution.conflicts,
    server: versions.server ?? null,
    client: versions.client,
  }
}
