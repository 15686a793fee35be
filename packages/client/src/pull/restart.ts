import { offerUploadsAgain } from '../attachments/attachment-table.ts'
import { forgetOrder, redraw } from '../local/documents.ts'
import type { Driver, Statements } from '../local/driver.ts'
import { offerAgain, unsettled } from '../local/queue.ts'
import { readSetting, writeSetting } from '../local/settings.ts'

/** The next read starts from the beginning. The queue is kept, whatever the reason. */
export async function forgetCursor(tx: Statements): Promise<void> {
  await writeSetting(tx, 'cursor', null)
  await writeSetting(tx, 'full_read', null)
}

/** The server says that it was restored: what it told before is worth nothing. */
export async function forgetEpoch(driver: Driver): Promise<number> {
  return driver.transaction(async (tx) => {
    await forgetCursor(tx)
    return enterEpoch(tx, null)
  })
}

/**
 * The server was restored from a backup: it may have forgotten what it acknowledged, and it counts from an
 * older place. Answers how many acknowledged changes are offered again.
 */
export async function enterEpoch(tx: Statements, epoch: string | null): Promise<number> {
  await writeSetting(tx, 'epoch', epoch)
  await forgetOrder(tx)
  await offerUploadsAgain(tx)
  const offered = await offerAgain(tx)
  if (offered > 0) for (const entry of await unsettled(tx)) await redraw(tx, entry)
  return offered
}

/** Numbers a read from the beginning; one that was interrupted goes on under its number. */
export async function beginFullRead(tx: Statements): Promise<number> {
  const running = await readSetting(tx, 'full_read')
  if (running !== null) return Number(running)
  const next = Number((await readSetting(tx, 'reads')) ?? 0) + 1
  await writeSetting(tx, 'reads', String(next))
  await writeSetting(tx, 'full_read', String(next))
  return next
}
