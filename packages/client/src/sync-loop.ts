import type { ItemResult, ItemStatus } from '@dartwing/protocol'
import type { Announcement } from './conflicts/announce.ts'
import type { SyncResult } from './contract.ts'
import type { Driver, Statements } from './local/driver.ts'
import { type DocumentKey, unsettled } from './local/queue.ts'
import { retryOrphans } from './local/rejected.ts'
import { readSetting, writeSetting } from './local/settings.ts'
import type { Machine } from './machine/machine.ts'
import type { MachineEvent, State } from './machine/transitions.ts'
import { instantOf } from './ports.ts'
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
  readonly machine: Machine
  readonly onChanged: (keys: readonly DocumentKey[]) => void
  readonly onAnnouncement: (announcement: Announcement) => void
}

/** Push and pull may each ask for the other once more; a server that keeps asking is left for later. */
const ROUNDS_MAX = 3

const COMPLETE = { kind: 'complete' } as const
const KEEPS_ASKING: Stop = { kind: 'unreachable', reason: 'the server keeps asking for the feed to be read' }

/** One `sync()` under way. */
interface Run extends Outcome {
  readonly context: SyncContext
  readonly syncId: string
  readonly results: ItemResult[]
  readonly notifications: Announcement[]
  rows: number
  ended: SyncResult['ended']
  round: number
  /** The server wants the feed read before it takes more. */
  isReadFirst: boolean
}

/** What a state does; its end is what the machine is told. null: nothing, the run is over. */
const STEPS: Record<State, ((run: Run) => Promise<MachineEvent>) | null> = {
  pushing: pushStep,
  pulling: pullStep,
  offline: null,
  live: null,
  blocked: null,
  reauth: null,
}

const EVENT_OF: Record<SyncResult['ended']['kind'], MachineEvent> = {
  complete: 'complete',
  unreachable: 'unreachable',
  refused: 'refused',
  reauth: 'unauthenticated',
}

/**
 * Push, then pull to the end, as the machine's states follow each other. Another round follows only when the
 * server wanted the feed read first, or when a restored server is to be offered what it may have forgotten.
 */
export async function runSync(context: SyncContext): Promise<SyncResult> {
  const { driver, ports, machine } = context
  const run: Run = {
    context,
    syncId: ports.uuid(),
    results: [],
    notifications: [],
    rows: 0,
    ended: COMPLETE,
    round: 0,
    isReadFirst: false,
  }
  machine.tell('start')
  try {
    for (let step = STEPS[machine.state]; step !== null; step = STEPS[machine.state]) {
      machine.tell(await step(run))
    }
  } catch (error) {
    // The database failed: this run is over, and the next one begins anew.
    machine.tell('unreachable')
    throw error
  }
  await driver.transaction((tx) => noteContact(tx, run.ended, instantOf(ports)))
  return summarise(driver, run)
}

async function pushStep(run: Run): Promise<MachineEvent> {
  const { context, syncId } = run
  run.round += 1
  const pushed = await push({ ...context, syncId, onSettled: (settled) => takeSettled(run, settled) })
  run.isReadFirst = pushed.kind === 'resync'
  run.ended = pushed.kind === 'resync' ? KEEPS_ASKING : pushed
  if (pushed.kind === 'resync') {
    if (pushed.newEpoch) await forgetEpoch(context.driver)
    return 'pushed'
  }
  return pushed.kind === 'complete' ? 'pushed' : EVENT_OF[pushed.kind]
}

async function pullStep(run: Run): Promise<MachineEvent> {
  const { driver, onChanged } = run.context
  const pulled = await pull({ ...run.context, onApplied: onChanged })
  run.rows += pulled.rows
  if (pulled.end.kind === 'complete') {
    const found = await retryOrphans(driver)
    const isAgain = run.isReadFirst || pulled.offered > 0 || found > 0
    if (isAgain && run.round < ROUNDS_MAX) return 'again'
  } else {
    run.ended = pulled.end
  }
  return EVENT_OF[run.ended.kind]
}

function takeSettled({ context, results, notifications }: Run, settled: Settled): void {
  results.push(...settled.results)
  notifications.push(...settled.announcements)
  if (settled.touched.length > 0) context.onChanged(settled.touched)
  for (const announcement of settled.announcements) context.onAnnouncement(announcement)
}

/** What `status()` tells of the last contact. Without an answer nothing is known anew. */
async function noteContact(tx: Statements, ended: SyncResult['ended'], now: string): Promise<void> {
  if (ended.kind === 'unreachable') {
    await writeSetting(tx, 'offline_since', (await readSetting(tx, 'offline_since')) ?? now)
    return
  }
  await writeSetting(tx, 'offline_since', null)
  if (ended.kind === 'complete') {
    await writeSetting(tx, 'last_sync_at', now)
    await writeSetting(tx, 'blocked', null)
  }
  if (ended.kind === 'refused') await writeSetting(tx, 'blocked', ended.problem?.code ?? String(ended.status))
}

type Outcome = Pick<SyncResult, 'ended' | 'results' | 'notifications' | 'rows'>

async function summarise(driver: Driver, outcome: Outcome): Promise<SyncResult> {
  const { ended, results, notifications, rows } = outcome
  const left = await unsettled(driver)
  return {
    ended,
    results,
    notifications,
    rows,
    ...countStatuses(results),
    conflicts: [...new Set(results.flatMap((item) => item.conflicts))],
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
