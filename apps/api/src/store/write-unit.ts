/**
 * What one transaction has locked, what it will write, and the one order it is written in:
 *
 *   lock documents (sorted) -> read -> decide in memory, on this unit -> commit:
 *     conflicts, notifications, slots, links, and last ledger, versions and the documents with their seq
 *
 * Nothing is written before `commit`, so a decision may be taken back or made again for free.
 */
import { randomUUID } from 'node:crypto'
import type { ConflictEvent, RowReason } from '@dartwing/protocol'
import { canonicalJson, type Doc, type DocTypeRule, type Notice, type Slot, slotOf } from '@dartwing/rules'
import { audienceOf } from '../access/rights.ts'
import type { Committed } from '../platform/events.ts'
import type { Statements } from '../platform/prisma/database.ts'
import { writeChanges } from './changes.sql.ts'
import { openConflictsOf, writeConflicts } from './conflicts/conflicts.sql.ts'
import { enqueueTelling } from './conflicts/opened.ts'
import { toSummary } from './conflicts/to-summary.ts'
import { type DocumentKey, lockDocuments } from './documents.sql.ts'
import type { Receipt } from './ledger.sql.ts'
import { LinkChanges } from './links/link-changes.ts'
import { type About, insertNotifications, type NotificationRecord, toEvent } from './notifications.sql.ts'
import { type BookedSlot, lockResources, replaceSlots, slotsBetween } from './slots.sql.ts'
import {
  type ConflictEventRecord,
  type ConflictRecord,
  keyOf,
  type StoredDocument,
} from './stored-document.ts'
import { toFeedRow } from './to-feed-row.ts'
import type { NewVersion } from './versions.sql.ts'

export interface Acceptance {
  readonly rule: DocTypeRule
  readonly name: string
  /** null = a tombstone. */
  readonly data: Doc | null
  readonly author: string
  readonly device_id: string | null
  readonly mutation_id: string
  readonly effective_at: string
  readonly branch_of?: string | null
  /** `data` is exactly what the mutation sent. */
  readonly as_sent?: boolean
}

export class WriteUnit {
  readonly org: string
  /** The transaction's one moment, by the database's clock; RFC 3339. */
  readonly now: string
  readonly #tx: Statements
  readonly #documents: Map<string, StoredDocument>
  readonly #conflicts: Map<string, ConflictRecord>
  readonly #written = new Set<string>()
  readonly #versions: NewVersion[] = []
  readonly #receipts: Receipt[] = []
  readonly #changedConflicts = new Map<string, { record: ConflictRecord; change: ConflictEvent['change'] }>()
  readonly #events: ConflictEventRecord[] = []
  readonly #notifications: NotificationRecord[] = []
  readonly #links = new LinkChanges()
  readonly #slots: BookedSlot[] = []
  readonly #loaded: { resources: readonly string[]; from: string; to: string }[] = []
  readonly #rebooked = new Map<string, { key: DocumentKey; slot: BookedSlot | null }>()

  private constructor(
    tx: Statements,
    org: string,
    now: string,
    documents: Map<string, StoredDocument>,
    conflicts: Map<string, ConflictRecord>,
  ) {
    this.#tx = tx
    this.org = org
    this.now = now
    this.#documents = documents
    this.#conflicts = conflicts
  }

  /** Locks the documents, in one order for everybody, and reads them with their open conflicts. */
  static async open(
    tx: Statements,
    org: string,
    now: string,
    keys: readonly DocumentKey[],
  ): Promise<WriteUnit> {
    const documents = await lockDocuments(tx, org, keys)
    const marked = [...documents.values()].filter(({ conflict }) => conflict !== null)
    return new WriteUnit(tx, org, now, documents, await openConflictsOf(tx, org, marked))
  }

  document(doctype: string, name: string): StoredDocument | undefined {
    return this.#documents.get(keyOf(doctype, name))
  }

  openConflict(doctype: string, name: string): ConflictRecord | undefined {
    return this.#conflicts.get(keyOf(doctype, name))
  }

  /** Takes the resources' locks and reads what is booked on them in the window. */
  async loadSlots(resources: readonly string[], window: { from: string; to: string }): Promise<void> {
    await lockResources(this.#tx, this.org, resources)
    // What this unit has booked anew or freed stands; the database does not know of it yet.
    const known = new Set([
      ...this.#rebooked.keys(),
      ...this.#slots.map((slot) => keyOf(slot.doctype, slot.name)),
    ])
    const found = await slotsBetween(this.#tx, this.org, resources, window)
    this.#slots.push(...found.filter((slot) => !known.has(keyOf(slot.doctype, slot.name))))
    this.#loaded.push({ resources, ...window })
  }

  /** Has everything been read that could stand in the way of this slot? */
  covers(slot: Slot): boolean {
    return this.#loaded.some(
      ({ resources, from, to }) =>
        resources.includes(slot.resource) &&
        Date.parse(from) <= Date.parse(slot.start) &&
        Date.parse(slot.end) <= Date.parse(to),
    )
  }

  /** Bookings of other documents that this slot would overlap; those booked anyway do not count. */
  collisions(key: DocumentKey, slot: Slot): BookedSlot[] {
    const own = keyOf(key.doctype, key.name)
    return this.#slots
      .filter((booked) => booked.resource === slot.resource && !booked.overridden)
      .filter((booked) => keyOf(booked.doctype, booked.name) !== own)
      .filter((booked) => Date.parse(booked.start) < Date.parse(slot.end))
      .filter((booked) => Date.parse(slot.start) < Date.parse(booked.end))
  }

  /** Books a slot for a document in place of what it had; null frees it. */
  book(key: DocumentKey, slot: Slot | null, overridden = false): void {
    const own = keyOf(key.doctype, key.name)
    for (let index = this.#slots.length - 1; index >= 0; index--) {
      const booked = this.#slots[index]
      if (booked !== undefined && keyOf(booked.doctype, booked.name) === own) this.#slots.splice(index, 1)
    }
    const booking = slot === null ? null : { ...key, ...slot, overridden }
    if (booking !== null) this.#slots.push(booking)
    this.#rebooked.set(own, { key, slot: booking })
  }

  /** Does this document hold a slot that this unit has booked? */
  holds(key: DocumentKey): boolean {
    return this.#rebooked.get(keyOf(key.doctype, key.name))?.slot != null
  }

  /** Accepts a change: a new version of the document, which is the current one from here on. */
  accept(change: Acceptance): StoredDocument {
    const before = this.document(change.rule.name, change.name)
    const version = (before?.version ?? 0) + 1
    this.#links.note(change.rule, change.name, before)
    this.#versions.push({
      doctype: change.rule.name,
      name: change.name,
      version,
      data: change.data,
      as_sent: change.as_sent ?? false,
      author: change.author,
      device_id: change.device_id,
      mutation_id: change.mutation_id,
      effective_at: change.effective_at,
      created_at: this.now,
    })
    return this.#put({
      doctype: change.rule.name,
      name: change.name,
      data: change.data ?? {},
      version,
      seq: '',
      modified: this.now,
      modified_by: change.author,
      deleted: change.data === null,
      // A change brings an archived document back.
      archived: false,
      branch_of: change.branch_of === undefined ? (before?.branch_of ?? null) : change.branch_of,
      reason: 'write',
      conflict: before?.conflict ?? null,
      origin_device: change.device_id,
      origin_mutation: change.mutation_id,
      ...this.#audience(change.rule, change.data, before),
    })
  }

  /** Gives a document a new place in the feed without a new version. */
  touch(document: StoredDocument, reason: RowReason): void {
    if (this.#written.has(keyOf(document.doctype, document.name))) return
    this.#put({ ...document, reason })
  }

  /** Writes a conflict back, or a new one, with the entry of its history. */
  putConflict(record: ConflictRecord, change: ConflictEvent['change'], event: ConflictEventRecord): void {
    const key = keyOf(record.doctype, record.name)
    const wasOpen = this.#conflicts.get(key)?.conflict_id === record.conflict_id
    if (record.state === 'open') this.#conflicts.set(key, record)
    else if (wasOpen) this.#conflicts.delete(key)
    const earlier = this.#changedConflicts.get(record.conflict_id)
    this.#changedConflicts.set(record.conflict_id, { record, change: earlier?.change ?? change })
    this.#events.push(event)
    const document = this.document(record.doctype, record.name)
    // Devices show the mark of an open conflict; what a rule settled leaves no mark and moves no row.
    if (document !== undefined && (record.state === 'open' || wasOpen)) this.touch(document, 'conflict')
  }

  notify(recipient: string, about: About, notice: Notice): void {
    this.#notifications.push({ id: randomUUID(), recipient, ...about, notice })
  }

  /** The receipt of a mutation: with it in the ledger, the mutation is settled for ever. */
  acknowledge(receipt: Receipt): void {
    this.#receipts.push(receipt)
  }

  /** Writes everything, set by set: what hangs on the changes first, the changes themselves last. */
  async commit(): Promise<Committed> {
    const conflicts = [...this.#changedConflicts.values()]
    const rebooked = [...this.#rebooked.values()]
    await writeConflicts(
      this.#tx,
      this.org,
      conflicts.map(({ record }) => record),
      this.#events,
    )
    await enqueueTelling(this.#tx, conflicts)
    await insertNotifications(this.#tx, this.org, this.#notifications, this.now)
    await replaceSlots(
      this.#tx,
      this.org,
      rebooked.map(({ key }) => key),
      rebooked.flatMap(({ slot }) => (slot === null ? [] : [slot])),
    )
    await this.#links.write(this.#tx, this.org, (doctype, name) => this.document(doctype, name))
    this.#mark()
    const documents = [...this.#written].flatMap((key) => this.#documents.get(key) ?? [])
    const changes = { receipts: this.#receipts, versions: this.#versions, documents }
    const seqByKey = await writeChanges(this.#tx, this.org, changes, this.now)
    for (const [key, seq] of seqByKey) {
      const document = this.#documents.get(key)
      if (document !== undefined) this.#documents.set(key, { ...document, seq })
    }
    return this.#committed(conflicts)
  }

  #committed(conflicts: { record: ConflictRecord; change: ConflictEvent['change'] }[]): Committed {
    const rows = [...this.#written].flatMap((key) => {
      const document = this.#documents.get(key)
      if (document === undefined) return []
      const row = toFeedRow(document)
      return [{ row, audience: document.audience, former: document.former_audience }]
    })
    return {
      org: this.org,
      rows,
      conflicts: conflicts.map(({ record, change }) => ({
        change,
        conflict: toSummary(record),
        audience: this.document(record.doctype, record.name)?.audience ?? [],
      })),
      notifications: this.#notifications.map(toEvent),
    }
  }

  /** Each written document shows whether a person is asked about it. */
  #mark(): void {
    for (const key of this.#written) {
      const document = this.#documents.get(key)
      const open = this.#conflicts.get(key)
      if (document === undefined || (open === undefined && document.conflict === null)) continue
      const conflict = open && { id: open.conflict_id, fields: [...open.fields], due_at: open.due_at }
      this.#documents.set(key, { ...document, conflict: conflict ?? null })
    }
  }

  #put(document: StoredDocument): StoredDocument {
    const key = keyOf(document.doctype, document.name)
    this.#documents.set(key, document)
    this.#written.add(key)
    return document
  }

  #audience(rule: DocTypeRule, data: Doc | null, before: StoredDocument | undefined) {
    const audience = data === null ? [...(before?.audience ?? [])] : audienceOf(rule, data)
    const ever = new Set([...(before?.former_audience ?? []), ...(before?.audience ?? [])])
    const former_audience = [...ever].filter((email) => !audience.includes(email))
    const changed = before === undefined || canonicalJson(before.audience) !== canonicalJson(audience)
    return { audience, former_audience, audience_at: changed ? this.now : (before?.audience_at ?? null) }
  }
}

/** The slot a document books as it stands. */
export function slotOfStored(
  rule: DocTypeRule,
  document: StoredDocument | undefined,
  timeZone: string,
): Slot | null {
  if (rule.exclusive_slot === undefined || document === undefined || document.deleted) return null
  return slotOf(rule.name, document.data, timeZone)
}
