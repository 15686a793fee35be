import { type AttachmentSync, planAttachmentSync } from '@dartwing/rules'
import type { Driver } from '../local/driver.ts'
import { ATTEMPTS_MAX, type Patience, pause } from '../session/patience.ts'
import { type Attachment, bytesOf, evict, move, uploadable } from './attachment-table.ts'

/** Brings bytes to where the app keeps them. A thrown error means "not this time". */
export interface AttachmentUploader {
  upload(
    attachment: Attachment,
    bytes: Uint8Array,
    watch: { readonly onProgress: (sentBytes: number) => void; readonly closing: AbortSignal },
  ): Promise<UploadOutcome>
}

/** `refused`: it will never be taken as it is; a person may retry or discard it. */
export type UploadOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: string }

export interface AttachmentEvent {
  readonly attachment: Attachment
  /** How much of it the server has. */
  readonly sentBytes: number
}

export interface UploadContext extends Patience {
  readonly driver: Driver
  readonly uploader: AttachmentUploader
  readonly cacheBytesMax: number
  readonly onEvent: (event: AttachmentEvent) => void
}

/** null: not now. The order of those that may travel is that of the numbers, then that of making. */
const RANK: Record<AttachmentSync, (isIdle: boolean) => number | null> = {
  always: () => 1,
  auto: () => 2,
  deferred: (isIdle) => (isIdle ? 3 : null),
  on_demand: () => null,
}

/**
 * Uploads what may travel now, one after the other. What fails lets the next one pass and is tried again after a
 * pause, a bounded number of times; then it waits for the next call.
 */
export async function uploadAll(context: UploadContext, isIdle: boolean): Promise<void> {
  for (let round = 1; round <= ATTEMPTS_MAX; round += 1) {
    let failures = 0
    for (const attachment of await inOrder(context, isIdle)) {
      if (context.closing.aborted) return
      if (!(await uploadOne(context, attachment))) failures += 1
    }
    if (failures === 0) return
    if (round < ATTEMPTS_MAX) await pause(context, round, null)
  }
}

async function inOrder({ driver }: UploadContext, isIdle: boolean): Promise<Attachment[]> {
  const ranked = (await uploadable(driver)).flatMap((attachment) => {
    const rank = RANK[planAttachmentSync(attachment)](isIdle)
    return rank === null ? [] : [{ attachment, rank }]
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ attachment }) => attachment)
}

/** Answers whether it rests. No transaction is open while bytes travel, so nobody waits for them. */
async function uploadOne(context: UploadContext, attachment: Attachment): Promise<boolean> {
  const { driver, uploader, closing, onEvent } = context
  const { file } = attachment
  const bytes = await bytesOf(driver, file)
  if (bytes === null || !(await move(driver, file, { from: 'waiting', to: 'uploading' }))) return true
  const tell = (state: Attachment['state'], sentBytes: number, error: string | null = null) =>
    onEvent({ attachment: { ...attachment, state, error }, sentBytes })
  tell('uploading', 0)
  try {
    const onProgress = (sentBytes: number) => tell('uploading', sentBytes)
    const outcome = await uploader.upload(attachment, bytes, { onProgress, closing })
    const [to, error] =
      outcome.kind === 'done' ? (['done', null] as const) : (['failed', outcome.reason] as const)
    await driver.transaction(async (tx) => {
      await move(tx, file, { from: 'uploading', to, error })
      await evict(tx, context.cacheBytesMax)
    })
    tell(to, to === 'done' ? attachment.size : 0, error)
    return true
  } catch (failure) {
    const error = failure instanceof Error ? failure.message : String(failure)
    await move(driver, file, { from: 'uploading', to: 'waiting', error })
    tell('waiting', 0, error)
    return false
  }
}
