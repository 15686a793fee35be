import type { Operation } from '@dartwing/protocol'
import { type Doc, docTypeRule, type Resolution } from '@dartwing/rules'
import type { Member } from '../../access/rights.ts'
import { EMPTY_RESULT, type StoredResult } from '../../store/ledger.sql.ts'
import type { StoredDocument } from '../../store/stored-document.ts'
import type { WriteUnit } from '../../store/write-unit.ts'
import type { Refusal } from '../admit/admit-item.ts'
import type { BatchMemory } from './versions-of.ts'

export interface Item {
  readonly operation: Operation
  readonly content_hash: string
  readonly name: string
}

export interface Batch {
  readonly member: Member
  readonly device_id: string
  readonly app_version: string
  readonly sent_at: string
  readonly unit: WriteUnit
  readonly memory: BatchMemory
  /** Full names by e-mail address. */
  readonly names: ReadonlyMap<string, string>
  /** When this device was heard of last, before this batch. */
  readonly last_contact: string | null
  /** A document as it was before this batch touched it. */
  readonly serverSideOf: (doctype: string, name: string) => StoredDocument | undefined
  /** Another document, whose slot is in the way, as it is now. */
  readonly neighbour: (doctype: string, name: string) => StoredDocument | undefined
  /** What a deleted document held last, for those that are asked back. */
  readonly contentOfDeleted: (doctype: string, name: string) => Doc | null
}

export interface Settled {
  readonly status: 'success' | 'conflict' | 'conflict_manual' | 'rejected'
  readonly name: string | null
  readonly version: number | null
  /** A rule or a person had to choose; what is only flagged is not counted among the conflicts. */
  readonly isContested: boolean
  /** It met somebody else's change, and both stand: nothing had to be chosen. */
  readonly isMerged: boolean
  readonly result: StoredResult
}

export function unchanged(item: Item, stored: StoredDocument): Settled {
  const { name, version } = stored
  return { status: 'success', name, version, isContested: false, isMerged: false, result: emptyResult(item) }
}

export function rejected(item: Item, error: Refusal, resolution?: Resolution): Settled {
  return {
    status: 'rejected',
    name: item.operation.name ?? null,
    version: null,
    isContested: false,
    isMerged: false,
    result: { ...emptyResult(item), decisions: [...(resolution?.decisions ?? [])], error: { ...error } },
  }
}

export function emptyResult(item: Item): StoredResult {
  return { ...EMPTY_RESULT, conflict_strategy: docTypeRule(item.operation.doctype)?.strategy ?? null }
}
