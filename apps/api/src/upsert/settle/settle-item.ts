/** One item of a batch, decided in memory on documents that are locked. */
import {
  canonicalJson,
  type Doc,
  type DocTypeRule,
  docTypeRule,
  type FieldDecision,
  type Notice,
  type Resolution,
  type ResolveContext,
  resolveConflict,
  sameValue,
  type Versions,
} from '@dartwing/rules'
import { docOf, type StoredDocument } from '../../store/stored-document.ts'
import { invalidValues } from '../../store/values/validate-values.ts'
import { slotOfStored } from '../../store/write-unit.ts'
import { refusal } from '../admit/admit-item.ts'
import { permittedFields, refusalByRights } from '../admit/authorise.ts'
import { type Batch, type Item, rejected, type Settled, unchanged } from './batch.ts'
import { openHold, recordSettled, type Submission } from './conflict-records.ts'
import { rebook, type Slotted, withSlot } from './slot-claims.ts'
import { tellAssigned } from './tell-people.ts'
import { baseOf, contextOf, effectiveAt, versionsOf } from './versions-of.ts'

export function settleItem(batch: Batch, item: Item): Settled {
  const { operation } = item
  const rule = docTypeRule(operation.doctype)
  if (rule === undefined) return rejected(item, refusal('unknown_doctype'))
  const stored = batch.unit.document(rule.name, item.name)
  const denied = refusalByRights(batch.member, rule, operation, stored, batch.unit.now)
  if (denied !== null) return rejected(item, denied)
  const base = baseOf(operation, item.name, stored, batch.memory)
  const { data, dropped } = permittedFields(batch.member, rule, operation, stored, base)
  if (dropped.length > 0 && Object.keys(data).length === 0) {
    return rejected(
      item,
      refusal(
        'not_permitted',
        dropped.map(({ field }) => ({ path: `data.${field}`, message: 'may not be written by you' })),
      ),
    )
  }
  const invalid = invalidValues(rule, data)
  if (invalid.length > 0) return rejected(item, refusal('invalid', invalid))
  if (operation.op === 'undelete') return undelete(batch, item, rule, stored, data)
  return settlePermitted(batch, item, rule, { base, data, dropped })
}

interface Attempt {
  readonly base: Doc | null | undefined
  readonly data: Doc
  readonly dropped: readonly FieldDecision[]
}

function settlePermitted(batch: Batch, item: Item, rule: DocTypeRule, attempt: Attempt): Settled {
  const { operation } = item
  const asked = batch.unit.document(rule.name, item.name)
  const isLive = asked !== undefined && !asked.deleted
  if (operation.op === 'insert' && isLive) {
    if (isSameContent(rule, attempt.data, asked.data)) return unchanged(item, asked)
    // Two records are never fused: the second keeps its content under a name of its own.
    const name = `${item.name}_${operation.mutation_id.slice(-8)}`
    const renamed = settlePermitted(batch, { ...item, name }, rule, attempt)
    return { ...renamed, result: { ...renamed.result, requested_name: item.name } }
  }
  const versions = versionsOf(operation, attempt.data, attempt.base, asked)
  const effective_at = effectiveAt(
    { sentAt: batch.sent_at, madeAt: operation.client_ts, receivedAt: batch.unit.now },
    baseModified(batch, item, rule),
  )
  const context = contextOf(
    batch.member,
    operation,
    { name: item.name, now: batch.unit.now, effective_at },
    asked,
    batch.memory,
  )
  const free = resolveConflict(rule.name, versions, context)
  const { resolution, collides } = withSlot(batch, item, rule, versions, free)
  if (resolution.outcome === 'rejected') {
    const code =
      resolution.rejection?.code === 'delete_not_allowed' ? 'delete_not_allowed' : 'immutable_document'
    return rejected(item, refusal(code), resolution)
  }
  const stored = applyResolution(batch, item, rule, { resolution, collides, effective_at })
  const { dropped } = attempt
  return concluded(batch, item, rule, { stored, resolution, versions, context, collides, dropped })
}

function baseModified(batch: Batch, item: Item, rule: DocTypeRule): string | undefined {
  const { base_version } = item.operation
  if (base_version == null) return undefined
  return batch.memory.version(rule.name, item.name, base_version)?.created_at
}

/** Puts what the rules decided into the unit; returns the document as it is afterwards. */
function applyResolution(
  batch: Batch,
  item: Item,
  rule: DocTypeRule,
  { resolution, collides, effective_at }: Slotted & { readonly effective_at: string },
): StoredDocument | undefined {
  const { unit, member, memory, device_id } = batch
  const { mutation_id } = item.operation
  const before = unit.document(rule.name, item.name)
  const author = { author: member.email, device_id, mutation_id, effective_at }
  if (resolution.branch !== undefined) {
    const wanted = resolution.branch.name
    const isTaken = unit.document(rule.name, wanted) !== undefined
    const name = isTaken ? `${wanted}_${mutation_id.slice(-8)}` : wanted
    unit.accept({
      rule,
      name,
      data: resolution.branch.doc,
      branch_of: before?.branch_of ?? item.name,
      ...author,
    })
  }
  const server = docOf(before)
  const isChanged = server === undefined || canonicalJson(server) !== canonicalJson(resolution.doc)
  if (!isChanged || (server === undefined && resolution.doc === null)) return before
  const had = slotOfStored(rule, before, member.time_zone)
  const as_sent = isExactly(resolution.doc, item.operation.data)
  const after = unit.accept({ rule, name: item.name, data: resolution.doc, as_sent, ...author })
  rebook(batch, rule, after, had, collides !== null)
  tellAssigned(batch, rule, before, after)
  memory.keep({
    doctype: rule.name,
    name: item.name,
    version: after.version,
    data: resolution.doc,
    author: member.email,
    device_id,
    mutation_id,
    effective_at,
    created_at: unit.now,
    superseded_at: null,
  })
  return after
}

interface Conclusion extends Slotted {
  readonly stored: StoredDocument | undefined
  readonly versions: Versions
  readonly context: ResolveContext
  readonly dropped: readonly FieldDecision[]
}

/** The answer to an item that was applied, held or branched, with the conflict record it leaves. */
function concluded(batch: Batch, item: Item, rule: DocTypeRule, conclusion: Conclusion): Settled {
  const { stored, resolution, dropped } = conclusion
  const { operation } = item
  if (stored !== undefined && operation.data != null && stored.name === item.name) {
    batch.memory.remember({
      mutation_id: operation.mutation_id,
      doctype: rule.name,
      name: item.name,
      version: stored.version,
      base_version: operation.base_version ?? null,
      data: operation.data,
      refused: false,
    })
  }
  const submission: Submission = {
    batch,
    rule,
    name: item.name,
    mutation_id: operation.mutation_id,
    made_at: operation.client_ts,
    versions: conclusion.versions,
    context: conclusion.context,
    resolution,
    other: conclusion.collides,
  }
  const held = resolution.hold !== undefined && resolution.outcome === 'held' ? openHold(submission) : null
  const isContested = held !== null || recordSettled(submission)
  const conflicts = [...new Set([...resolution.conflicts, ...dropped.map(({ field }) => field)])]
  const notices: Notice[] = [...resolution.notices]
  const isFlagged = resolution.outcome === 'branched' || conflicts.length > 0 || notices.length > 0
  return {
    status: held !== null ? 'conflict_manual' : isFlagged ? 'conflict' : 'success',
    name: item.name,
    version: batch.unit.document(rule.name, item.name)?.version ?? null,
    isContested,
    isMerged: !isContested && metAnother(resolution),
    result: {
      requested_name: null,
      conflict_strategy: resolution.strategy,
      conflicts,
      decisions: [...resolution.decisions, ...dropped],
      conflict_id: held?.conflict_id ?? null,
      due_at: held?.due_at ?? null,
      notifications: notices,
      branch: resolution.branch === undefined ? null : { name: resolution.branch.name },
      error: null,
    },
  }
}

/** Has somebody else changed the record since the base? Not told where the base is unknown. */
function metAnother({ decisions }: Resolution): boolean {
  return decisions.some(
    ({ rule, winner }) =>
      rule === 'only_server_changed' || (winner === 'both' && rule !== 'only_client_changed'),
  )
}

function undelete(
  batch: Batch,
  item: Item,
  rule: DocTypeRule,
  stored: StoredDocument | undefined,
  data: Doc,
): Settled {
  if (stored === undefined) return rejected(item, refusal('not_found'))
  if (!stored.deleted) return unchanged(item, stored)
  const content = batch.contentOfDeleted(rule.name, item.name)
  if (content === null) return rejected(item, refusal('not_found'))
  const { mutation_id } = item.operation
  const resolution = resolveConflict(rule.name, { base: null, client: { ...content, ...data } })
  const slotted = withSlot(batch, item, rule, { base: null, client: { ...content, ...data } }, resolution)
  const effective_at = batch.unit.now
  const after = batch.unit.accept({
    rule,
    name: item.name,
    data: slotted.resolution.doc,
    author: batch.member.email,
    device_id: batch.device_id,
    mutation_id,
    effective_at,
  })
  rebook(batch, rule, after, null, slotted.collides !== null)
  return concluded(batch, item, rule, {
    ...slotted,
    stored: after,
    versions: { base: null, client: content },
    context: {},
    dropped: [],
  })
}

function isSameContent(rule: DocTypeRule, data: Doc, stored: Doc): boolean {
  return Object.entries(data).every(([field, value]) =>
    sameValue(rule.name, field, value, stored[field] ?? null),
  )
}

/** The same fields with the very same values; equal tables that were rebuilt do not count. */
function isExactly(doc: Doc | null, data: Doc | null | undefined): boolean {
  if (doc === null || data == null) return false
  const fields = Object.keys(doc)
  return (
    fields.length === Object.keys(data).length &&
    fields.every((field) => Object.hasOwn(data, field) && doc[field] === data[field])
  )
}
