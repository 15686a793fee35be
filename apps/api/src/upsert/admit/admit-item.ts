import { hash } from 'node:crypto'
import { ITEM_BYTES_MAX, type Operation, operation, REJECTIONS, type RejectionCode } from '@dartwing/protocol'
import { BOOKKEEPING, canonicalJson, type Doc } from '@dartwing/rules'
import { fieldErrors } from '../../platform/problem/problem.ts'
import { whyUnstorable } from '../../store/values/storable.ts'

/** An operation that is of the expected form, with what identifies it. */
export interface Admitted {
  readonly operation: Operation
  readonly content_hash: string
}

export interface Refusal {
  readonly code: RejectionCode
  readonly message: string
  readonly fields?: { path: string; message: string }[]
}

export function refusal(code: RejectionCode, fields?: Refusal['fields']): Refusal {
  return { code, message: REJECTIONS[code], ...(fields === undefined ? {} : { fields }) }
}

/** Set by the server, or kept beside the data: a device that sends them back changes nothing with them. */
const STRIPPED = new Set(BOOKKEEPING)

/** Parses one item. What is malformed is refused here and touches nothing. */
export function admitItem(item: unknown): Admitted | Refusal {
  // First, because it also says how deep the item goes: too deep a one cannot even be measured.
  const unstorable = whyUnstorable(item)
  if (unstorable !== null) return refusal('malformed', [{ path: '', message: unstorable }])
  const text = JSON.stringify(item) ?? ''
  if (Buffer.byteLength(text) > ITEM_BYTES_MAX) return refusal('too_large')
  const parsed = operation.safeParse(item)
  if (!parsed.success) return refusal('malformed', fieldErrors(parsed.error))
  const { data, ...rest } = parsed.data
  const stripped = { ...rest, data: data == null ? data : withoutBookkeeping(data) }
  return { operation: stripped, content_hash: contentHash(parsed.data) }
}

export function isRefusal(admission: Admitted | Refusal): admission is Refusal {
  return 'code' in admission
}

/** The id of an item that could not be parsed, if it has a usable one, so that its answer can name it. */
export function mutationIdOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null
  const id: unknown = Reflect.get(item, 'mutation_id')
  return typeof id === 'string' && id.length <= 64 ? id : null
}

function withoutBookkeeping(data: Doc): Doc {
  return Object.fromEntries(Object.entries(data).filter(([field]) => !STRIPPED.has(field)))
}

function contentHash({ op, doctype, name, base_version, base, data, client_ts }: Operation): string {
  const identity = canonicalJson({
    op,
    doctype,
    name: name ?? null,
    base_version: base_version ?? null,
    base: base ?? null,
    data: data ?? null,
    client_ts,
  })
  return hash('sha256', identity)
}
