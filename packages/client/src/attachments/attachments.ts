import { ATTACHMENT_SYNC_CONFIG } from '@dartwing/rules'
import { ClientError } from '../client-error.ts'
import type { Driver, Statements } from '../local/driver.ts'
import { enqueue, type Queued } from '../local/enqueue.ts'
import { migrate } from '../local/schema.ts'
import { createSerial } from '../local/serial.ts'
import { readSetting } from '../local/settings.ts'
import { type Ports, systemPorts } from '../ports.ts'
import {
  type Attachment,
  addAttachment,
  bytesOf,
  evict,
  listAttachments,
  markRequested,
  move,
  noteUse,
  removeAttachment,
  reviveInterrupted,
} from './attachment-table.ts'
import { type AttachmentEvent, type AttachmentUploader, uploadAll } from './upload.ts'

export interface AttachmentOptions {
  /** The client's own database: attachments and documents share transactions. */
  readonly driver: Driver
  /** The app's way to the server. */
  readonly uploader: AttachmentUploader
  readonly ports?: Partial<Ports>
  /** How many bytes to keep; what is not uploaded is kept in any case. Default 500 MB. */
  readonly cacheBytesMax?: number
}

export interface AttachedTo {
  readonly doctype: string
  readonly name: string
  readonly field: string
}

export interface NewFile {
  readonly file_name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

/** Files of documents: described by the queue like any other change, carried by the app's uploader. */
export interface Attachments {
  /**
   * Keeps the bytes and queues the File document that describes them, in one transaction.
   * @throws ClientError `reauth` before anybody has signed in.
   */
  queueAttachment(to: AttachedTo, file: NewFile): Promise<Queued>
  list(): Promise<readonly Attachment[]>
  /** The bytes; null when they are not on this device. */
  read(file: string): Promise<Uint8Array | null>
  /** A person asks for this file: it goes with the next `upload`, first. */
  request(file: string): Promise<void>
  /** Offers a refused file again. */
  retry(file: string): Promise<void>
  /** Drops bytes, whether the server has them or not. */
  discard(file: string): Promise<void>
  /** Uploads what may travel now; `isIdle`: large things too. Calls run one after the other. */
  upload(options?: { readonly isIdle?: boolean }): Promise<void>
  subscribe(listener: (event: AttachmentEvent) => void): () => void
  /** Ends the upload that runs. The driver is the caller's to close. */
  close(): Promise<void>
}

const MEGABYTE = 1024 * 1024

/** Opens the attachments of a client's database. One caller at a time, like the client. */
export async function openAttachments(options: AttachmentOptions): Promise<Attachments> {
  const { driver, uploader } = options
  const ports: Ports = { ...systemPorts, ...options.ports }
  const cacheBytesMax = options.cacheBytesMax ?? ATTACHMENT_SYNC_CONFIG.local_cache_max_mb * MEGABYTE
  const closer = new AbortController()
  const listeners = new Set<(event: AttachmentEvent) => void>()
  const oneAtATime = createSerial()
  const onEvent = (event: AttachmentEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const context = { driver, uploader, ports, cacheBytesMax, onEvent, closing: closer.signal }
  await migrate(driver)
  await reviveInterrupted(driver)
  return {
    queueAttachment: (to, file) => queueAttachment(driver, ports, { to, file, cacheBytesMax }),
    list: () => listAttachments(driver),
    read: (file) =>
      driver.transaction(async (tx) => {
        await noteUse(tx, file)
        return bytesOf(tx, file)
      }),
    request: (file) => markRequested(driver, file),
    retry: async (file) => void (await move(driver, file, { from: 'failed', to: 'waiting' })),
    discard: (file) => removeAttachment(driver, file),
    upload: ({ isIdle = false } = {}) => oneAtATime(() => uploadAll(context, isIdle)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      closer.abort()
      await oneAtATime(async () => undefined)
    },
  }
}

async function queueAttachment(
  driver: Driver,
  ports: Ports,
  { to, file, cacheBytesMax }: { to: AttachedTo; file: NewFile; cacheBytesMax: number },
): Promise<Queued> {
  // A copy: the caller's buffer may be filled anew while this waits.
  const bytes = new Uint8Array(file.bytes)
  const sha256 = await hashOf(bytes)
  return driver.transaction(async (tx) => {
    const account = await readSetting(tx, 'account')
    if (account === null) throw new ClientError('reauth', 'Sign in once before attaching files')
    const queued = await enqueue(within(tx), ports, {
      doctype: 'File',
      name: null,
      data: {
        file_name: file.file_name,
        mime: file.mime,
        size: bytes.byteLength,
        sha256,
        attached_to_doctype: to.doctype,
        attached_to_name: to.name,
        attached_to_field: to.field,
      },
    })
    await addAttachment(tx, { file: queued.name, account, mime: file.mime, bytes })
    await evict(tx, cacheBytesMax)
    return queued
  })
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
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
