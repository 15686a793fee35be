import { ENDPOINTS, FEED_LIMIT_MAX, type FeedPage, readablePage, wrapped } from '@dartwing/protocol'
import { dropUndelivered } from '../local/documents.ts'
import type { Driver } from '../local/driver.ts'
import { type DocumentKey, forgetOldAcknowledged } from '../local/queue.ts'
import { readSetting, writeSetting } from '../local/settings.ts'
import type { Answer, Http } from '../session/http.ts'
import { type Patience, patiently, type Stop, stopOf } from '../session/patience.ts'
import { applyRow } from './apply-row.ts'
import { beginFullRead, enterEpoch, forgetCursor, forgetEpoch } from './restart.ts'

export interface PullContext extends Patience {
  readonly driver: Driver
  readonly request: Http
  readonly org: string
  readonly onApplied: (keys: readonly DocumentKey[]) => void
}

export type PullEnd = { readonly kind: 'complete' } | Stop

export interface Pulled {
  readonly end: PullEnd
  /** Rows that changed something here. */
  readonly rows: number
  /** Acknowledged changes that a restored server is to be offered again. */
  readonly offered: number
}

/** A server that refuses a cursor it has just given is broken; better to stop than to read for ever. */
const RESTARTS_MAX = 3

const answerShape = wrapped(readablePage)

/** Reads the feed from the stored cursor to its end. */
export async function pull(context: PullContext): Promise<Pulled> {
  let rows = 0
  let offered = 0
  let restarts = 0
  for (;;) {
    const answer = await ask(context)
    if (answer.kind === 'ok') {
      const page = answerShape.safeParse(answer.body)
      if (!page.success) {
        return { end: { kind: 'unreachable', reason: 'the feed is not understood' }, rows, offered }
      }
      const stored = await storePage(context, page.data.message)
      rows += stored.rows
      offered += stored.offered
      if (!page.data.message.has_more) return { end: { kind: 'complete' }, rows, offered }
    } else if (mustStartAgain(answer) && restarts < RESTARTS_MAX) {
      restarts += 1
      offered += await startAgain(context.driver, answer)
    } else {
      return { end: stopOf(answer), rows, offered }
    }
  }
}

function ask(context: PullContext): Promise<Answer> {
  return patiently(context, async () =>
    context.request({ method: 'GET', path: ENDPOINTS.feed, query: await question(context) }),
  )
}

async function question({ driver, org }: PullContext): Promise<Record<string, string>> {
  const since = await readSetting(driver, 'cursor')
  const device_id = await readSetting(driver, 'device_id')
  return {
    org,
    limit: String(FEED_LIMIT_MAX),
    ...(since === null ? {} : { since }),
    ...(device_id === null ? {} : { device_id }),
  }
}

/** Rows and cursor in one transaction: a cursor ahead of its rows would lose them. */
async function storePage(
  { driver, onApplied }: PullContext,
  page: FeedPage,
): Promise<Pick<Pulled, 'rows' | 'offered'>> {
  let offered = 0
  const changed = await driver.transaction(async (tx) => {
    // A read from the beginning has no cursor for which a restored server could say so.
    if ((await readSetting(tx, 'epoch')) !== page.epoch) offered = await enterEpoch(tx, page.epoch)
    const isFromBeginning =
      (await readSetting(tx, 'cursor')) === null || (await readSetting(tx, 'full_read')) !== null
    const read = isFromBeginning ? await beginFullRead(tx) : Number((await readSetting(tx, 'reads')) ?? 0)
    const keys: DocumentKey[] = []
    for (const row of page.rows) {
      if (await applyRow(tx, row, read)) keys.push({ doctype: row.doctype, name: row.name })
    }
    await writeSetting(tx, 'cursor', page.next_since)
    if (isFromBeginning && !page.has_more) {
      keys.push(...(await dropUndelivered(tx, read)))
      await writeSetting(tx, 'full_read', null)
    }
    await forgetOldAcknowledged(tx, Date.parse(page.server_ts))
    return keys
  })
  if (changed.length > 0) onApplied(changed)
  return { rows: changed.length, offered }
}

const START_AGAIN = new Set(['cursor_expired', 'scope_changed', 'epoch_changed', 'invalid_cursor'])

function mustStartAgain(answer: Answer): boolean {
  return answer.kind === 'problem' && START_AGAIN.has(answer.problem?.code ?? '')
}

async function startAgain(driver: Driver, answer: Answer): Promise<number> {
  if (answer.kind === 'problem' && answer.problem?.code === 'epoch_changed') return forgetEpoch(driver)
  await driver.transaction(forgetCursor)
  return 0
}
