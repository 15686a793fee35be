/** Everything a batch needs to know before it is decided, read under its locks, one statement per table. */
import { type Doc, docTypeRule, type Slot, slotOf } from '@dartwing/rules'
import { namesOf } from '../access/accounts.repository.ts'
import type { Member } from '../access/rights.ts'
import type { Statements } from '../platform/prisma/database.ts'
import { type DocumentKey, readDocuments } from '../store/documents.sql.ts'
import { ownMutations, type Since } from '../store/ledger.sql.ts'
import { docOf, keyOf, type StoredDocument } from '../store/stored-document.ts'
import { type BaseVersion, lastContentOf, readVersions, versionKeyOf } from '../store/versions.sql.ts'
import { WriteUnit } from '../store/write-unit.ts'
import type { Batch, Item } from './settle/batch.ts'
import { BatchMemory } from './settle/versions-of.ts'

export interface BatchFacts {
  readonly member: Member
  readonly device_id: string
  readonly app_version: string
  readonly sent_at: string
  readonly now: string
  readonly last_contact: string | null
}

/** `unseen`: times that an earlier attempt turned out to want, beside those the items name themselves. */
export async function loadBatch(
  tx: Statements,
  facts: BatchFacts,
  items: readonly Item[],
  unseen: readonly Slot[],
): Promise<Batch> {
  const { org } = facts.member
  const keys = keysOf(items)
  const unit = await WriteUnit.open(tx, org, facts.now, keys)
  const before = new Map(
    keys.flatMap(({ doctype, name }) => {
      const document = unit.document(doctype, name)
      return document === undefined ? [] : [[keyOf(doctype, name), document] as const]
    }),
  )
  const memory = await loadMemory(tx, facts, items, before)
  const deleted = await loadDeleted(tx, org, items, before)
  const others = await loadSlots(tx, facts, [...unseen, ...wantedSlots(facts, items, unit, deleted)], unit)
  const authors = [...overtaken(items, before), ...others.values()].map((document) => document.modified_by)
  const names = await namesOf(tx, [...new Set(authors)])
  return {
    ...facts,
    unit,
    memory,
    names,
    serverSideOf: (doctype, name) => before.get(keyOf(doctype, name)),
    neighbour: (doctype, name) => unit.document(doctype, name) ?? others.get(keyOf(doctype, name)),
    contentOfDeleted: (doctype, name) => deleted.get(keyOf(doctype, name)) ?? null,
  }
}

/** The documents that were changed since the item was made, or may have been: people are told by whom. */
function overtaken(items: readonly Item[], before: ReadonlyMap<string, StoredDocument>): StoredDocument[] {
  return items.flatMap(({ operation, name }) => {
    const document = before.get(keyOf(operation.doctype, name))
    return document === undefined || operation.base_version === document.version ? [] : [document]
  })
}

function keysOf(items: readonly Item[]) {
  const keys = new Map(
    items.map(({ operation: { doctype }, name }) => [keyOf(doctype, name), { doctype, name }] as const),
  )
  return [...keys.values()]
}

/** The bases that are named, the current versions beside them, and what this device did since. */
async function loadMemory(
  tx: Statements,
  { member, device_id }: BatchFacts,
  items: readonly Item[],
  before: ReadonlyMap<string, StoredDocument>,
): Promise<BatchMemory> {
  const wanted = new Map<string, { doctype: string; name: string; version: number }>()
  const since = new Map<string, DocumentKey & Since>()
  const current: BaseVersion[] = []
  for (const { operation, name } of items) {
    const { doctype, base_version, over } = operation
    const document = before.get(keyOf(doctype, name))
    if (document === undefined || (base_version == null && !over?.length)) continue
    if (base_version === document.version) {
      current.push(currentVersion(document))
      if (!over?.length) continue
    }
    const from = base_version ?? document.version
    for (const version of from < document.version ? [from, document.version] : []) {
      wanted.set(`${keyOf(doctype, name)}:${version}`, { doctype, name, version })
    }
    const known = since.get(keyOf(doctype, name)) ?? { after: from, bases: [], over: [] }
    const after = Math.min(from, known.after)
    const bases = [...known.bases, from]
    since.set(keyOf(doctype, name), { doctype, name, after, bases, over: [...known.over, ...(over ?? [])] })
  }
  const versions = await readVersions(tx, member.org, [...wanted.values()])
  for (const version of current)
    versions.set(versionKeyOf(version.doctype, version.name, version.version), version)
  return new BatchMemory(versions, await ownMutations(tx, member.org, device_id, [...since.values()]))
}

/** The version a document is at, without asking for it: nobody has changed anything since. */
function currentVersion(document: StoredDocument): BaseVersion {
  return {
    doctype: document.doctype,
    name: document.name,
    version: document.version,
    data: document.deleted ? null : document.data,
    author: document.modified_by,
    device_id: document.origin_device,
    mutation_id: document.origin_mutation ?? '',
    effective_at: document.modified,
    created_at: document.modified,
    superseded_at: null,
  }
}

/** Locks the resources that could be booked and reads what is booked there; returns the neighbours. */
async function loadSlots(
  tx: Statements,
  { member }: BatchFacts,
  wanted: readonly Slot[],
  unit: WriteUnit,
): Promise<Map<string, StoredDocument>> {
  if (wanted.length === 0) return new Map()
  const starts = wanted.map((slot) => Date.parse(slot.start))
  const ends = wanted.map((slot) => Date.parse(slot.end))
  const window = {
    from: new Date(Math.min(...starts)).toISOString(),
    to: new Date(Math.max(...ends)).toISOString(),
  }
  await unit.loadSlots([...new Set(wanted.map((slot) => slot.resource))], window)
  const neighbours = wanted.flatMap((slot) => unit.collisions({ doctype: '', name: '' }, slot))
  return readDocuments(
    tx,
    member.org,
    neighbours.map(({ doctype, name }) => ({ doctype, name })),
  )
}

function wantedSlots(
  { member }: BatchFacts,
  items: readonly Item[],
  unit: WriteUnit,
  deleted: ReadonlyMap<string, Doc>,
): Slot[] {
  return items.flatMap((item) => {
    const { doctype } = item.operation
    const stored = docOf(unit.document(doctype, item.name)) ?? deleted.get(keyOf(doctype, item.name))
    return possibleSlots(item, stored ?? null, member.time_zone)
  })
}

function possibleSlots({ operation }: Item, server: Doc | null, timeZone: string): Slot[] {
  const rule = docTypeRule(operation.doctype)
  if (rule?.exclusive_slot === undefined || operation.op === 'delete') return []
  const client = { ...(server ?? {}), ...(operation.base ?? {}), ...(operation.data ?? {}) }
  return [server, client].flatMap((doc) => slotOf(rule.name, doc, timeZone) ?? [])
}

async function loadDeleted(
  tx: Statements,
  org: string,
  items: readonly Item[],
  before: ReadonlyMap<string, StoredDocument>,
): Promise<Map<string, Doc>> {
  const contents = new Map<string, Doc>()
  for (const { operation, name } of items) {
    const key = keyOf(operation.doctype, name)
    if (operation.op !== 'undelete' || before.get(key)?.deleted !== true) continue
    const content = await lastContentOf(tx, org, { doctype: operation.doctype, name })
    if (content !== null) contents.set(key, content)
  }
  return contents
}
