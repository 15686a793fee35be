import { type Doc, docTypeRule, type Json } from '@dartwing/rules'
import { ClientError } from '../client-error.ts'
import { readDocument } from '../local/documents.ts'
import type { Driver, Statements } from '../local/driver.ts'
import { enqueue, type Opened, type Queued } from '../local/enqueue.ts'
import type { DocumentKey } from '../local/queue.ts'
import { readSetting } from '../local/settings.ts'
import { addAttachment } from './attachment-table.ts'
import { evict, keepBytes } from './cache.ts'
import { hashOf } from './hash.ts'

export interface AttachedTo {
  readonly doctype: string
  readonly name: string
  readonly field: string
}

export interface NewFile {
  readonly file_name: string
  readonly mime: string
  readonly bytes: Uint8Array | Blob
}

interface Attached {
  readonly queued: Queued
  readonly keys: readonly DocumentKey[]
}

/** Bytes, their File document and the record's list of files: all of it or nothing. */
export async function attach(
  { cacheBytesMax, ...opened }: Opened & { cacheBytesMax: number },
  to: AttachedTo,
  file: NewFile,
): Promise<Attached> {
  // A copy: the caller's buffer may be filled anew while this waits.
  const bytes = new Uint8Array(file.bytes instanceof Blob ? await file.bytes.arrayBuffer() : file.bytes)
  const sha256 = await hashOf(bytes)
  return opened.driver.transaction(async (tx) => {
    const account = await readSetting(tx, 'account')
    if (account === null) throw new ClientError('reauth', 'Sign in once before attaching files')
    const { file_name, mime } = file
    const size = bytes.byteLength
    const queued = await enqueue(
      { ...opened, driver: within(tx) },
      {
        doctype: 'File',
        name: null,
        data: {
          file_name,
          mime,
          size,
          sha256,
          attached_to_doctype: to.doctype,
          attached_to_name: to.name,
          attached_to_field: to.field,
        },
      },
    )
    await addAttachment(tx, { file: queued.name, account, mime, size })
    await keepBytes(tx, queued.name, bytes)
    await evict(tx, cacheBytesMax)
    const described = { doctype: 'File', name: queued.name }
    const isListed = await addToList({ ...opened, driver: within(tx) }, to, { file: queued.name, file_name })
    return { queued, keys: isListed ? [described, { doctype: to.doctype, name: to.name }] : [described] }
  })
}

/** Answers whether there is a list: a record this device does not have, or a field of another type, stays as it is. */
async function addToList(opened: Opened, { doctype, name, field }: AttachedTo, row: Doc): Promise<boolean> {
  if (docTypeRule(doctype)?.fields[field]?.type !== 'attachments') return false
  const record = await readDocument(opened.driver, { doctype, name })
  if (record?.data == null) return false
  const before: Json = record.data[field] ?? []
  const rows = Array.isArray(before) ? before : []
  await enqueue(opened, { doctype, name, data: { [field]: [...rows, row] } })
  return true
}

/** For work that opens a transaction of its own, inside one that runs already. */
function within(tx: Statements): Driver {
  return {
    exec: (sql) => tx.exec(sql),
    run: (sql, values) => tx.run(sql, values),
    all: (sql, values) => tx.all(sql, values),
    transaction: (work) => work(tx),
    close: async () => undefined,
  }
}
