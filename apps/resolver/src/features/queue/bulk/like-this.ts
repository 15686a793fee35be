import type { BulkItem, BulkResult, Problem } from '@dartwing/protocol'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { DOCUMENT_FIELD } from '../../../lib/draft/units.ts'

/** One answer for many items: the same side everywhere. */
export type LikeThis = 'server' | 'client' | 'base'

/** A double booking and two signatures are looked at one by one: no answer is the same for two of them. */
export function canBeLikeOthers({ kind }: AskedItem): boolean {
  return kind === 'field_conflict' || kind === 'delete_edit'
}

export function requestFor(
  item: AskedItem,
  side: LikeThis,
  guard: { readonly revision: number; readonly idempotency_key: string } | null,
): BulkItem {
  const fields = item.kind === 'delete_edit' ? [DOCUMENT_FIELD] : item.fields
  return {
    id: item.id,
    action: 'choose',
    choices: Object.fromEntries(fields.map((field) => [field, { pick: side }])),
    ...guard,
  }
}

export type RowState =
  /** It would work, and this is what it would do. */
  | { readonly step: 'ready'; readonly preview: NonNullable<BulkResult['preview']> }
  /** It would not, or did not. */
  | { readonly step: 'refused'; readonly problem: Problem | null }
  | { readonly step: 'one_by_one' }
  | { readonly step: 'done' }
  /** Sent, and nobody has answered: it is sent again with the same key, about the same revision. */
  | { readonly step: 'unknown'; readonly revision: number }

export function dryRunState(result: BulkResult | undefined): RowState {
  if (result?.ok === true && result.preview?.complete === true)
    return { step: 'ready', preview: result.preview }
  return { step: 'refused', problem: result?.problem ?? null }
}

export function outcomeState(result: BulkResult | undefined): RowState {
  return result?.ok === true ? { step: 'done' } : { step: 'refused', problem: result?.problem ?? null }
}

/** What goes with the next call: ready and included, or sent before without an answer. */
export function revisionToSend(state: RowState | undefined): number | null {
  if (state?.step === 'ready') return state.preview.revision
  return state?.step === 'unknown' ? state.revision : null
}

export function inPacks<T>(items: readonly T[], size: number): T[][] {
  const packs: T[][] = []
  for (let from = 0; from < items.length; from += size) packs.push(items.slice(from, from + size))
  return packs
}
