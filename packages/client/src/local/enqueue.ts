import type { Operation } from '@dartwing/protocol'
import { type Doc, docTypeRule, type Json } from '@dartwing/rules'
import { ClientError } from '../client-error.ts'
import { instantOf, type Ports } from '../ports.ts'
import { type LocalDocument, readDocument, redraw } from './documents.ts'
import type { Driver, Statements } from './driver.ts'
import { laidOver } from './overlay.ts'
import { addEntry, entriesOf, foldInto, type NewEntry, type QueueEntry, removeEntry } from './queue.ts'

export interface Opened {
  readonly driver: Driver
  readonly ports: Ports
  /**
   * The place of the newest change at the opening. Into what was there then no edit is folded: the database may be a
   * copy of one that another phone has opened too, and what both send under one id must stay the same on both.
   */
  readonly openedAfter: number
}

export interface Change {
  readonly doctype: string
  /** null = a new document, which the device names itself. */
  readonly name: string | null
  readonly data: Doc | null
  readonly op?: Operation['op'] | undefined
}

export interface Queued {
  readonly name: string
  /** The entry that carries the change; a later edit folded into it shares its id. */
  readonly mutation_id: string
  /** Never-sent changes that this one takes back: neither they nor it will be sent. */
  readonly taken_back: readonly string[]
}

/** Durable before visible: the document and its queue entry change in one transaction. */
export async function enqueue(opened: Opened, change: Change): Promise<Queued> {
  const { ports } = opened
  return opened.driver.transaction(async (tx) => {
    const name = change.name ?? newName(change.doctype, ports)
    const key = { doctype: change.doctype, name }
    const entries = await entriesOf(tx, key)
    const document = await readDocument(tx, key)
    const op = change.op ?? (document === null ? 'insert' : 'update')
    if (op !== 'insert' && document === null) {
      throw new ClientError('unknown_document', `${change.doctype} ${name} is not on this device`)
    }
    const edit = {
      ...baseOf(document, change.data, op === 'insert'),
      op,
      ...key,
      ...stamp(ports),
      data: change.data,
      over: laidOver(entries).map(({ mutation_id }) => mutation_id),
    }
    const undone = takenBack(document, entries, edit)
    for (const entry of undone) await removeEntry(tx, entry.position)
    const [first] = undone
    const mutation_id = first ? first.mutation_id : await addOrFold(tx, opened, entries, edit)
    await redraw(tx, key)
    return { name, mutation_id, taken_back: undone.map((entry) => entry.mutation_id) }
  })
}

/** The device names its inserts, so that later offline edits and links can address them. */
function newName(doctype: string, ports: Ports): string {
  return `${docTypeRule(doctype)?.series ?? ''}${ports.uuid()}`
}

function stamp(ports: Ports): Pick<NewEntry, 'mutation_id' | 'client_ts'> {
  return { mutation_id: ports.uuid(), client_ts: instantOf(ports) }
}

/**
 * The true base: what the server last told this device, never this device's own pending edits. The server
 * lays our earlier edits over it (they are not concurrent with ourselves); a base that had moved on with
 * them would hide other people's changes. Only a document the server has not seen yet is known from nowhere
 * but its own insert.
 */
function baseOf(
  document: LocalDocument | null,
  data: Doc | null,
  isInsert: boolean,
): Pick<NewEntry, 'base_version' | 'base'> {
  const isUnseen = document === null || (document.server === null && document.gone === null)
  const base_version = isUnseen ? 0 : document.version
  const known = isUnseen ? document?.data : document.server
  if (isInsert || data === null || known == null) return { base_version, base: null }
  // A field that was not there counts as empty: leaving it out would say that its old value is not known.
  const base = Object.fromEntries(Object.keys(data).map((field) => [field, oldValue(known, field)]))
  return { base_version, base }
}

function oldValue(known: Doc, field: string): Json {
  return Object.hasOwn(known, field) ? (known[field] ?? null) : null
}

async function addOrFold(
  tx: Statements,
  { openedAfter }: Opened,
  entries: readonly QueueEntry[],
  edit: NewEntry,
): Promise<string> {
  const last = entries.at(-1)
  if (last && last.position > openedAfter && mayFold(last, edit) && isOverTheSame(last, entries, edit)) {
    await foldInto(tx, last, edit)
    return last.mutation_id
  }
  await addEntry(tx, edit)
  return edit.mutation_id
}

/**
 * Whether the server need never hear of this: a record it does not have goes with all its changes, and a delete
 * and an undelete that were never sent meet. A delete leaves edits of a record that the server has where they
 * are: it may be refused, and must not have taken them with it.
 */
function takenBack(
  document: LocalDocument | null,
  entries: readonly QueueEntry[],
  edit: NewEntry,
): readonly QueueEntry[] {
  const isOnlyHere = document?.server === null && document.gone === null && entries[0]?.op === 'insert'
  const isAllHere = entries.every(({ state }) => state === 'waiting' || state === 'rejected')
  if (edit.op === 'delete' && isOnlyHere && isAllHere) return entries
  const last = entries.at(-1)
  return last && isOpposite(last, edit) ? [last] : []
}

function isOpposite(last: QueueEntry, edit: NewEntry): boolean {
  const ops = `${last.op} ${edit.op}`
  return (
    last.state === 'waiting' &&
    last.base_version === edit.base_version &&
    last.data === null &&
    edit.data === null &&
    (ops === 'delete undelete' || ops === 'undelete delete')
  )
}

/** Only into what was never sent, here or from a copy of this database, and only when both edits were made against the same version. */
function mayFold(last: QueueEntry, edit: NewEntry): boolean {
  return (
    last.state === 'waiting' &&
    edit.op === 'update' &&
    (last.op === 'update' || last.op === 'insert') &&
    last.base_version === edit.base_version
  )
}

/** Not where a delete before them went again, or was given up: then only one of the two was made over what was before it. */
function isOverTheSame(last: QueueEntry, entries: readonly QueueEntry[], edit: NewEntry): boolean {
  const here = new Set(entries.map(({ mutation_id }) => mutation_id))
  const madeOver = [...(last.over ?? []).filter((id) => here.has(id)), last.mutation_id]
  return madeOver.join() === edit.over?.join()
}
