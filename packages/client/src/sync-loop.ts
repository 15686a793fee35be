import type { ItemResult, ItemStatus } from '@dartwing/protocol'
import type { Announcement } from './conflicts/announce.ts'
import type { SyncResult } from './contract.ts'
import type { Driver, Statements } from './local/driver.ts'
import { type DocumentKey, unsettled } from './local/queue.ts'
import { retryOrphans } from './local/rejected.ts'
import { writeSetting } from './local/settings.ts'
import { pull } from './pull/pull.ts'
import { forgetEpoch } from './pull/restart.ts'
import { push } from './push/push.ts'
import type { Settled } from './push/response.ts'
import type { Http } from './session/http.ts'
import type { Patience, Stop } from './session/patience.ts'

export interface SyncContext extends Patience {
  readonly driver: Driver
  readonly request: Http
  readonly org: string
  readonly appVersion: string
  readonly onChanged: (keys: readonly DocumentKey[]) => void
  readonly onAnnouncement: (announcement: Announcement) => void
}

/** Push and pull may each ask for the other once more; a server that keeps asking is left for later. */
const ROUNDS_MAX = 3

const COMPLETE = { kind: 'complete' } as const
const KEEPS_ASKING: Stop = { kind: 'unreachable', reason: 'the server keeps asking for the feed to be read' }

/**
 * Push, then pull to the end. Another round follows only when the server wanted the feed read first, or
 * when a restored server is to be offered what it may have forgotten.
 */
export async function runSync(context: SyncContext): Promise<SyncResult> {
  const { driver, ports, onChanged, onAnnouncement } = context
  const results: ItemResult[] = []
  const notifications: Announcement[] = []
  const onSettled = (settled: Settled) => {
    results.push(...settled.results)
    notifications.push(...settled.announcements)
    if (settled.touched.length > 0) onChanged(settled.touched)
    for (const announcement of settled.announcements) onAnnouncement(announcement)
  }
  const syncId = ports.uuid()
  let rows = 0
  let ended: SyncResult['ended'] = COMPLETE
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const pushed = await push({ ...context, syncId, onSettled })
    ended = pushed.kind === 'resync' ? KEEPS_ASKING : pushed
    // A server that cannot be reached, or wants a sign-in, will not answer the feed either.
    if (ended.kind === 'reauth' || (ended.kind === 'unreachable' && pushed.kind !== 'resync')) break
    if (pushed.kind === 'resync' && pushed.newEpoch) await forgetEpoch(driver)
    const pulled = await pull({ ...context, onApplied: onChanged })
    rows += pulled.rows
    if (pulled.end.kind !== 'complete') {
      ended = pulled.end
      break
    }
    const found = await retryOrphans(driver, ports)
    if (pushed.kind !== 'resync' && pulled.offered === 0 && found === 0) break
  }
  await driver.transaction((tx) => noteBlocked(tx, ended))
  return summarise({ driver, ended, results, notifications, rows })
}

/** Without an answer nothing is known anew. */
async function noteBlocked(tx: Statements, ended: SyncResult['ended']): Promise<void> {
  if (ended.kind === 'complete') await writeSetting(tx, 'blocked', null)
  if (ended.kind === 'refused') await writeSetting(tx, 'blocked', ended.problem?.code ?? String(ended.status))
}

type Outcome = Pick<SyncResult, 'ended' | 'results' | 'notifications' | 'rows'> & { readonly driver: Driver }

async function summarise({ driver, ...outcome }: Outcome): Promise<SyncResult> {
  const left = await unsettled(driver)
  return {
    ...outcome,
    ...countStatuses(outcome.results),
    conflicts: [...new Set(outcome.results.flatMap((item) => item.conflicts))],
    rejected: left.filter((entry) => entry.state === 'rejected'),
    retry: left.filter((entry) => entry.state !== 'rejected'),
  }
}

/** From the lightest to the gravest. */
const STATUSES = ['success', 'conflict', 'conflict_manual', 'retry', 'rejected'] as const

function countStatuses(results: readonly ItemResult[]): Pick<SyncResult, 'status' | 'counts'> {
  const counts: Record<ItemStatus, number> = {
    success: 0,
    conflict: 0,
    conflict_manual: 0,
    retry: 0,
    rejected: 0,
  }
  for (const item of results) counts[item.status] += 1
  const status = STATUSES.findLast((word) => counts[word] > 0) ?? 'success'
  return { status, counts }
}
