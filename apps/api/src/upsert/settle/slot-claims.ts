/** Who gets a time: a change that would take another document's slot is held instead. */
import {
  canonicalJson,
  type DocTypeRule,
  holdForSlot,
  type Resolution,
  type Slot,
  slotOf,
  type Versions,
} from '@dartwing/rules'
import type { StoredDocument } from '../../store/stored-document.ts'
import { slotOfStored } from '../../store/write-unit.ts'
import type { Batch, Item } from './batch.ts'

export interface Slotted {
  readonly resolution: Resolution
  /** The document that holds the slot this one would take. */
  readonly collides: { readonly doctype: string; readonly name: string } | null
}

/** What is booked at this time has not been read: the batch runs again, and reads it. */
export class UnseenSlot extends Error {
  constructor(readonly slot: Slot) {
    super(`Nobody has looked at ${slot.resource} from ${slot.start}`)
  }
}

/** A change that would take a slot of another document is held instead. */
export function withSlot(
  batch: Batch,
  item: Item,
  rule: DocTypeRule,
  versions: Versions,
  resolution: Resolution,
): Slotted {
  const none = { resolution, collides: null }
  if (rule.exclusive_slot === undefined || resolution.doc === null || resolution.outcome === 'rejected')
    return none
  const { time_zone } = batch.member
  const wanted = slotOf(rule.name, resolution.doc, time_zone)
  const had = slotOfStored(rule, batch.unit.document(rule.name, item.name), time_zone)
  if (wanted === null || isSame(wanted, had)) return none
  if (!batch.unit.covers(wanted)) throw new UnseenSlot(wanted)
  const [taken] = batch.unit.collisions({ doctype: rule.name, name: item.name }, wanted)
  if (taken === undefined) return none
  return {
    resolution: holdForSlot(rule.name, versions, resolution, {
      time_zone,
      now: batch.unit.now,
      name: item.name,
    }),
    collides: { doctype: taken.doctype, name: taken.name },
  }
}

/** Moves the booking with the document; where the time is another's, it books nothing, or keeps what it had. */
export function rebook(
  { unit, member }: Batch,
  rule: DocTypeRule,
  after: StoredDocument,
  had: Slot | null,
  isColliding: boolean,
): void {
  if (rule.exclusive_slot === undefined) return
  const slot = slotOfStored(rule, after, member.time_zone)
  if (isSame(slot, had)) return
  // Not only a new document: a cancelled one that comes back wants a time as well.
  unit.book({ doctype: rule.name, name: after.name }, isColliding ? null : slot)
}

const isSame = (one: Slot | null, other: Slot | null): boolean =>
  canonicalJson(one === null ? null : { ...one }) === canonicalJson(other === null ? null : { ...other })
