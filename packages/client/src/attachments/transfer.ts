import { type AttachmentSync, planAttachmentSync } from '@dartwing/rules'
import type { Driver, Statements } from '../local/driver.ts'
import { readSetting } from '../local/settings.ts'
import {
  type Attachment,
  begunUpload,
  describedHash,
  dropUnseen,
  move,
  rememberUpload,
  settleStored,
  travellers,
  unknownFiles,
  wantAttachment,
} from './attachment-table.ts'
import type { AttachmentDownloader, AttachmentUploader, Watch } from './bearers.ts'
import { bytesKept, bytesOf, evict, keepBytes } from './cache.ts'
import { hashOf } from './hash.ts'

export interface TransferContext {
  readonly driver: Driver
  readonly uploader: AttachmentUploader
  readonly downloader: AttachmentDownloader
  readonly cacheBytesMax: number
  /** Called at every step of every file. */
  readonly tell: (attachment: Attachment) => void
}

export interface Moment {
  /** Nobody needs the device now, and the network is free: large things may travel. */
  readonly isIdle: boolean
  readonly closing: AbortSignal
}

/** null: not now. The order of those that may travel is that of the numbers, then that of making. */
const RANK: Record<AttachmentSync, (isIdle: boolean) => number | null> = {
  always: () => 1,
  auto: () => 2,
  deferred: (isIdle) => (isIdle ? 3 : null),
  on_demand: () => null,
}

/** One try at everything that may travel now, one after the other; answers how many have to come again. */
export async function transferOnce(context: TransferContext, moment: Moment): Promise<number> {
  const { driver } = context
  if (!(await isSignedIn(driver))) return 0
  await settleStored(driver)
  await dropUnseen(driver)
  await wantNew(context, moment)
  let failures = 0
  for (const attachment of await inOrder(driver, moment)) {
    if (moment.closing.aborted) return failures
    const bring = attachment.state === 'waiting' ? uploadOne : downloadOne
    if (!(await bring(context, attachment, moment.closing))) failures += 1
  }
  return failures
}

async function isSignedIn(db: Statements): Promise<boolean> {
  return (await readSetting(db, 'access_token')) !== null && (await readSetting(db, 'reauth')) === null
}

/** What others attached comes by itself where the rules say so, as long as nothing has to go for it. */
async function wantNew({ driver, cacheBytesMax }: TransferContext, { isIdle }: Moment): Promise<void> {
  const files = await unknownFiles(driver)
  if (files.length === 0) return
  await driver.transaction(async (tx) => {
    const account = await readSetting(tx, 'account')
    let room = cacheBytesMax - (await bytesKept(tx))
    for (const file of files) {
      if (account === null || file.size > room || RANK[planAttachmentSync(file)](isIdle) === null) continue
      await wantAttachment(tx, { ...file, account, isRequested: false })
      room -= file.size
    }
  })
}

async function inOrder(driver: Driver, { isIdle }: Moment): Promise<Attachment[]> {
  const ranked = (await travellers(driver)).flatMap((attachment) => {
    const rank = RANK[planAttachmentSync(attachment)](isIdle)
    return rank === null ? [] : [{ attachment, rank }]
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ attachment }) => attachment)
}

async function uploadOne(
  context: TransferContext,
  attachment: Attachment,
  closing: AbortSignal,
): Promise<boolean> {
  const { driver, uploader } = context
  const { file } = attachment
  const bytes = await bytesOf(driver, file)
  if (bytes === null || !(await move(driver, file, { from: 'waiting', to: 'uploading' }))) return true
  return travel(context, { ...attachment, state: 'uploading' }, closing, async (watch) => {
    const begun = await begunUpload(driver, file)
    const onBegun = (upload: string | null) => rememberUpload(driver, file, upload)
    return uploader.upload(attachment, bytes, { ...watch, begun, onBegun })
  })
}

async function downloadOne(
  context: TransferContext,
  attachment: Attachment,
  closing: AbortSignal,
): Promise<boolean> {
  const { driver, downloader } = context
  const { file } = attachment
  if (!(await move(driver, file, { from: 'wanted', to: 'downloading' }))) return true
  return travel(context, { ...attachment, state: 'downloading' }, closing, async (watch) => {
    const outcome = await downloader.download(attachment, watch)
    if (outcome.kind === 'done' && !(await isWhole(driver, file, outcome.bytes))) {
      throw new Error('The file was damaged on its way')
    }
    return outcome
  })
}

type Arrival =
  | { readonly kind: 'done'; readonly bytes?: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string }

/** Answers whether it rests. No transaction is open while bytes travel, so nobody waits for them. */
async function travel(
  context: TransferContext,
  under: Attachment,
  closing: AbortSignal,
  bring: (watch: Watch) => Promise<Arrival>,
): Promise<boolean> {
  const { driver, tell } = context
  const { file, state: from } = under
  const onProgress = (moved_bytes: number): void => tell({ ...under, moved_bytes })
  onProgress(0)
  try {
    const arrival = await bring({ onProgress, closing })
    const isDone = arrival.kind === 'done'
    const to = isDone ? 'done' : 'failed'
    const error = isDone ? null : arrival.reason
    const bytes = isDone ? arrival.bytes : undefined
    await driver.transaction(async (tx) => {
      if (!(await move(tx, file, { from, to, error }))) return
      await rememberUpload(tx, file, null)
      if (bytes !== undefined) await keepBytes(tx, file, bytes)
      await evict(tx, context.cacheBytesMax)
    })
    tell({ ...under, state: to, error, moved_bytes: isDone ? (bytes?.byteLength ?? under.size) : 0 })
    return true
  } catch (failure) {
    // Whoever stops a transfer knows why.
    const error = closing.aborted ? null : failure instanceof Error ? failure.message : String(failure)
    const to = from === 'uploading' ? 'waiting' : 'wanted'
    await move(driver, file, { from, to, error })
    tell({ ...under, state: to, error })
    return false
  }
}

async function isWhole(driver: Driver, file: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const described = await describedHash(driver, file)
  return described === null || described === (await hashOf(bytes))
}
