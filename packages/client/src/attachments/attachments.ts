import { ATTACHMENT_SYNC_CONFIG } from '@dartwing/rules'
import { ClientError } from '../client-error.ts'
import { readDocument } from '../local/documents.ts'
import type { Driver } from '../local/driver.ts'
import type { Opened, Queued } from '../local/enqueue.ts'
import { once } from '../local/once.ts'
import type { DocumentKey } from '../local/queue.ts'
import { createSerial } from '../local/serial.ts'
import { readSetting } from '../local/settings.ts'
import type { Ports } from '../ports.ts'
import { ATTEMPTS_MAX, pause } from '../session/patience.ts'
import { type AttachedTo, attach, type NewFile } from './attach.ts'
import {
  type Attachment,
  listAttachments,
  markRequested,
  removeAttachment,
  reviveFailed,
  wantAttachment,
} from './attachment-table.ts'
import type { AttachmentDownloader, AttachmentUploader } from './bearers.ts'
import { bytesOf, noteUse } from './cache.ts'
import { createCarrier } from './carrier.ts'
import { transferOnce } from './transfer.ts'

/** Files of documents: described by the queue like any other change; the bytes follow, and never hold it up. */
export interface Attachments {
  /**
   * Keeps the bytes, queues the File document that describes them, and adds it to the record's list of files, in one
   * transaction.
   * @throws ClientError `reauth` before anybody has signed in.
   */
  queueAttachment(to: AttachedTo, file: NewFile, options?: { readonly call_id?: string }): Promise<Queued>
  list(): Promise<readonly Attachment[]>
  /** The bytes; null when they are not on this device. */
  read(file: string): Promise<Blob | null>
  /**
   * A person asks for this file: it travels first, up or down.
   * @throws ClientError `unknown_document` for a File document that is not on this device.
   */
  request(file: string): Promise<void>
  /** Offers or fetches a refused file again. */
  retry(file: string): Promise<void>
  /** Drops bytes, whether the server has them or not. */
  discard(file: string): Promise<void>
  /**
   * Brings what may travel now, up and down; `isIdle`: large things too, on a network that costs nothing. After
   * `connect()` this happens by itself.
   */
  transfer(options?: { readonly isIdle?: boolean }): Promise<void>
}

export interface AttachmentOptions {
  /** The app's way for bytes; left out: the server's own. */
  readonly uploader?: AttachmentUploader
  readonly downloader?: AttachmentDownloader
  /** How many bytes to keep; what is not uploaded is kept in any case. Default 500 MB. */
  readonly cacheBytesMax?: number
}

export interface AttachmentContext extends Opened {
  readonly uploader: AttachmentUploader
  readonly downloader: AttachmentDownloader
  readonly cacheBytesMax?: number | undefined
  readonly tell: (attachment: Attachment) => void
  /** Documents that were queued with a file. */
  readonly onQueued: (keys: readonly DocumentKey[]) => void
}

/** The client's own end. */
export interface AttachmentRoom {
  readonly attachments: Attachments
  /** From now on files travel by themselves. */
  start(): void
  /** There may be something to carry, or the server can be had. */
  wake(): void
  /** What travels stops, and goes on the next time. */
  stop(): void
  close(): Promise<void>
}

const MEGABYTE = 1024 * 1024

export function createAttachments(given: AttachmentContext): AttachmentRoom {
  const { driver, ports, openedAfter } = given
  const cacheBytesMax = given.cacheBytesMax ?? ATTACHMENT_SYNC_CONFIG.local_cache_max_mb * MEGABYTE
  const moved = new Map<string, number>()
  const tell = (attachment: Attachment): void => {
    moved.set(attachment.file, attachment.moved_bytes)
    given.tell(attachment)
  }
  const context = { ...given, cacheBytesMax, tell }
  const oneAtATime = createSerial()
  let going = new AbortController()
  let isClosed = false
  const pass = (closing: AbortSignal, isIdle: boolean): Promise<number> =>
    oneAtATime(async () => {
      if (isClosed) return 0
      return transferOnce(context, { closing, isIdle: isIdle && ports.isMetered?.() !== true })
    })
  const carrier = createCarrier(ports, (closing) => pass(closing, false))

  const attachments: Attachments = {
    queueAttachment: async (to, file, options) => {
      const own = { driver: once(driver, options?.call_id), ports, openedAfter, cacheBytesMax }
      const { queued, keys } = await attach(own, to, file)
      given.onQueued(keys)
      return queued
    },
    list: async () => (await listAttachments(driver)).map((one) => withProgress(one, moved.get(one.file))),
    read: (file) => readBytes(driver, file),
    request: async (file) => {
      await request(driver, file)
      carrier.wake()
    },
    retry: async (file) => {
      await reviveFailed(driver, file)
      carrier.wake()
    },
    discard: (file) => removeAttachment(driver, file),
    transfer: ({ isIdle = false } = {}) => patiently(ports, going.signal, (closing) => pass(closing, isIdle)),
  }
  const stop = (): void => {
    carrier.stop()
    going.abort()
    going = new AbortController()
  }
  return {
    attachments,
    start: carrier.start,
    wake: carrier.wake,
    stop,
    close: async () => {
      isClosed = true
      stop()
      await oneAtATime(async () => undefined)
    },
  }
}

/** What failed is tried again after longer and longer pauses, a bounded number of times. */
async function patiently(
  ports: Ports,
  closing: AbortSignal,
  pass: (closing: AbortSignal) => Promise<number>,
): Promise<void> {
  for (let round = 1; (await pass(closing)) > 0 && round < ATTEMPTS_MAX; round += 1) {
    await pause({ ports, closing }, round, null)
    if (closing.aborted) return
  }
}

/** Of one under way, how far it is; the database knows only whether it is there. */
function withProgress(attachment: Attachment, moved: number | undefined): Attachment {
  const isUnderWay = attachment.state === 'uploading' || attachment.state === 'downloading'
  return isUnderWay && moved !== undefined ? { ...attachment, moved_bytes: moved } : attachment
}

function readBytes(driver: Driver, file: string): Promise<Blob | null> {
  return driver.transaction(async (tx) => {
    const bytes = await bytesOf(tx, file)
    if (bytes === null) return null
    await noteUse(tx, file)
    const type = (await listAttachments(tx)).find((one) => one.file === file)?.mime ?? ''
    return new Blob([bytes], { type })
  })
}

async function request(driver: Driver, file: string): Promise<void> {
  await driver.transaction(async (tx) => {
    const document = await readDocument(tx, { doctype: 'File', name: file })
    const account = await readSetting(tx, 'account')
    if (document?.data == null || account === null) {
      throw new ClientError('unknown_document', `File ${file} is not on this device`)
    }
    const { mime, size } = document.data
    const known = { mime: String(mime ?? ''), size: typeof size === 'number' ? size : 0 }
    await wantAttachment(tx, { file, account, ...known, isRequested: true })
    await markRequested(tx, file)
  })
}
