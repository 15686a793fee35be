import { setTimeout as delay } from 'node:timers/promises'
import {
  BATCH_OPERATIONS_MAX,
  type ItemResult,
  type UpsertBatchResponse,
  upsertBatchRequest,
} from '@dartwing/protocol'
import { docTypeRule, ruleSetHash, type Slot, SYNC_CONFIG } from '@dartwing/rules'
import { Inject, Injectable, Logger } from '@nestjs/common'
import pLimit, { type LimitFunction } from 'p-limit'
import type { z } from 'zod'
import { assertMaySync, type Member } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { CommitEvents, type Committed } from '../platform/events.ts'
import { Metrics } from '../platform/metrics.ts'
import { stackOf } from '../platform/operations/stack-of.ts'
import { Database, type Statements } from '../platform/prisma/database.ts'
import { isTransient, isUnavailable } from '../platform/prisma/sql-state.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { readDocuments } from '../store/documents.sql.ts'
import type { Receipt } from '../store/ledger.sql.ts'
import { keyOf } from '../store/stored-document.ts'
import {
  type Admitted,
  admitItem,
  isRefusal,
  mutationIdOf,
  type Refusal,
  refusal,
} from './admit/admit-item.ts'
import { answerOf, type DocumentOf, repliesTo, resultsOf, unreadOf } from './answers.ts'
import { type KnownDevice, noteSync, readCaller } from './devices.sql.ts'
import { loadBatch } from './load-batch.ts'
import type { Item, Settled } from './settle/batch.ts'
import { settleItem } from './settle/settle-item.ts'
import { UnseenSlot } from './settle/slot-claims.ts'
import { type Answer, toRetry } from './to-result.ts'

type Request = z.output<typeof upsertBatchRequest>
const ATTEMPTS = 8
/** The share of the connections that batches may have at once; more would only wait for the same counter. */
const BATCH_CONNECTIONS = 1 / 2
/** For the changes of a batch that could not be settled as a whole; what is not tried by then comes again. */
const APART_MS = 10_000
const HOUR_MS = 3_600_000

interface Attempt {
  readonly now: string
  /** Times to look for beside those that the changes name. */
  readonly unseen: readonly Slot[]
  /** Called once the caller may sync; what fails from then on, fails about the changes. */
  readonly onLetIn: () => void
}

interface Applied {
  readonly committed: Committed
  readonly server_ts: string
  /** Made after the commit: until then the next batch waits for the organisation's counter. */
  readonly results: () => ItemResult[]
}

/** `upsert_batch`: one batch, one transaction, one answer per item. */
@Injectable()
export class UpsertService {
  readonly #log = new Logger('Upsert')
  /** Batches wait here before they are looked into, and leave connections to those who read. */
  readonly #turn: LimitFunction

  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.#turn = pLimit(Math.ceil(settings.DATABASE_POOL * BATCH_CONNECTIONS))
  }

  async apply(account: Account, body: unknown): Promise<UpsertBatchResponse> {
    const request = parse(upsertBatchRequest, body)
    if (request.operations.length > BATCH_OPERATIONS_MAX) {
      throw new ProblemException('batch_too_large', { detail: `At most ${BATCH_OPERATIONS_MAX} operations` })
    }
    return this.#turn(() => this.#apply(account, request))
  }

  async #apply(account: Account, request: Request): Promise<UpsertBatchResponse> {
    const stopTimer = this.metrics.batchSeconds.startTimer()
    const response = (await this.#settle(account, request)) ?? (await this.#settleApart(account, request))
    stopTimer()
    return response
  }

  /** In one transaction; null when that could not be done. */
  async #settle(account: Account, request: Request): Promise<UpsertBatchResponse | null> {
    const admissions = request.operations.map(admitItem)
    const outcome = await this.#withRetries(account, request, admissions)
    if (outcome === null) return null
    this.events.publish(outcome.committed)
    const results = outcome.results()
    this.#count(results, admissions, request.client_ts)
    this.metrics.countDecisions(outcome.committed)
    return { results, server_ts: outcome.server_ts }
  }

  /** Each change in a transaction of its own, so that one that can not be settled never holds up the others. */
  async #settleApart(account: Account, request: Request): Promise<UpsertBatchResponse> {
    const until = performance.now() + APART_MS
    const hasOthers = request.operations.length > 1
    const results: ItemResult[] = []
    let server_ts = new Date().toISOString()
    for (const operation of request.operations) {
      const isTried = hasOthers && performance.now() < until
      const part = isTried ? await this.#settle(account, { ...request, operations: [operation] }) : null
      server_ts = part?.server_ts ?? new Date().toISOString()
      results.push(...(part?.results ?? [this.#retry(operation, server_ts)]))
    }
    return { results, server_ts }
  }

  #retry(operation: unknown, serverTs: string): ItemResult {
    const result = toRetry(operation, serverTs)
    this.metrics.operations.inc({ doctype: labelOf(result.doctype), status: result.status })
    return result
  }

  /** A collision with another transaction runs the whole batch again, with the same ids. */
  async #withRetries(account: Account, request: Request, admissions: (Admitted | Refusal)[]) {
    const unseen: Slot[] = []
    let isLetIn = false
    const onLetIn = () => {
      isLetIn = true
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.sqlInOrganisation(request.org, (tx, now) =>
          this.#inTransaction(tx, account, request, admissions, { now, unseen, onLetIn }),
        )
      } catch (error) {
        // Looking in one more place is progress, not a collision: it counts for no attempt.
        if (error instanceof UnseenSlot && unseen.push(error.slot) <= BATCH_OPERATIONS_MAX) {
          attempt -= 1
          continue
        }
        if (error instanceof ProblemException || isUnavailable(error)) throw error
        const isCollision = isTransient(error) || error instanceof UnseenSlot
        if (isCollision && attempt < ATTEMPTS) {
          await delay(Math.random() * 20 * 2 ** Math.min(attempt, 5))
          continue
        }
        // A fault before it is known who asks is the request's, and no change's.
        if (!isCollision && !isLetIn) throw error
        this.#log.error(`${whichOf(request)} not settled: ${stackOf(error)}`)
        return null
      }
    }
  }

  async #inTransaction(
    tx: Statements,
    account: Account,
    request: Request,
    admissions: (Admitted | Refusal)[],
    { now, unseen, onLetIn }: Attempt,
  ): Promise<Applied> {
    const { device_id, app_version } = request
    const { account_id } = account
    const wanted = firstOfEach(admissions)
    const asked = { ...account, device_id, mutation_ids: [...wanted.keys()] }
    const { member, device, known } = await readCaller(tx, request.org, asked)
    assertMaySync(member, this.settings.ROLLOUT_LOWEST_STAGE)
    if (request.epoch != null && request.epoch !== member.epoch) throw new ProblemException('epoch_changed')
    const isOthers = device !== null && device.account_id !== account_id
    if (device !== null && !isOthers) assertMayPush(device, now)
    onLetIn()
    const gate = isOthers ? refusal('device_mismatch') : null
    const admitted = gate === null ? admissions : admissions.map(() => gate)
    const unknown = [...wanted.values()].filter((item) => !known.has(item.operation.mutation_id))
    const items = isOthers ? [] : unknown
    const facts = {
      member,
      device_id,
      app_version,
      sent_at: request.client_ts,
      now,
      last_contact: device?.last_seen_at ?? null,
    }
    const batch = await loadBatch(tx, facts, items, unseen)
    const answers = new Map<string, Answer>()
    const counted: Settled[] = []
    for (const item of items) {
      const settled = settleItem(batch, item)
      counted.push(settled)
      batch.unit.acknowledge(receiptOf(member, request, item, settled))
      answers.set(item.operation.mutation_id, answerOf(item, settled, false))
    }
    const replies = repliesTo(request.operations, { member, admitted, wanted, known, answers, now })
    const others = await readDocuments(tx, member.org, unreadOf(replies, batch.unit))
    if (!isOthers) await noteSync(tx, member.org, syncRow(member, request, now, counted))
    const committed = await batch.unit.commit()
    const documentOf: DocumentOf = (doctype, name) =>
      batch.unit.document(doctype, name) ?? others.get(keyOf(doctype, name))
    return { committed, server_ts: now, results: () => resultsOf(member, replies, documentOf, now) }
  }

  #count(results: readonly ItemResult[], admissions: (Admitted | Refusal)[], sentAt: string): void {
    for (const [index, { doctype, status, conflict_strategy, replayed }] of results.entries()) {
      if (replayed) continue
      const admission = admissions[index]
      if (admission !== undefined && !isRefusal(admission) && status !== 'rejected') {
        // Both by the device's clock, so that a wrong one makes no difference.
        const lagMs = Date.parse(sentAt) - Date.parse(admission.operation.client_ts)
        this.metrics.lagSeconds.observe(Math.max(0, lagMs) / 1000)
      }
      const label = labelOf(doctype)
      this.metrics.operations.inc({ doctype: label, status })
      if (status === 'conflict' || status === 'conflict_manual') {
        this.metrics.conflicts.inc({ doctype: label, strategy: conflict_strategy ?? 'unknown' })
      }
    }
  }
}

/** One of ours: what a caller makes up must not become a label. */
function labelOf(doctype: string | null): string {
  return docTypeRule(doctype ?? '')?.name ?? 'unknown'
}

/** What was to be settled, for the log: no value of anybody's. */
function whichOf({ org, device_id, operations }: Request): string {
  const [first] = operations
  const what = operations.length === 1 ? `mutation ${mutationIdOf(first)}` : `${operations.length} changes`
  return `${org}, device ${device_id}, ${what}`
}

/** The items to settle, each id once; what repeats within the batch is answered by the first. */
function firstOfEach(admitted: (Admitted | Refusal)[]): Map<string, Item> {
  const first = new Map<string, Item>()
  for (const admission of admitted) {
    if (isRefusal(admission) || first.has(admission.operation.mutation_id)) continue
    first.set(admission.operation.mutation_id, { ...admission, name: nameOf(admission) })
  }
  return first
}

function receiptOf(member: Member, request: Request, item: Item, settled: Settled): Receipt {
  const { operation, content_hash } = item
  return {
    mutation_id: operation.mutation_id,
    account_id: member.account_id,
    device_id: request.device_id,
    sync_id: request.sync_id,
    content_hash,
    op: operation.op,
    doctype: operation.doctype,
    base_version: operation.base_version ?? null,
    sent: { ...operation, sent_at: request.client_ts },
    rule_set: ruleSetHash(),
    ...settled,
  }
}

/** A device that was away too long reads the feed first. */
function assertMayPush(device: KnownDevice, now: string): void {
  const awayMs = Date.parse(now) - Date.parse(device.last_full_read_at ?? device.first_seen_at)
  if (awayMs > SYNC_CONFIG.max_offline_duration_hours * HOUR_MS) throw new ProblemException('resync_required')
}

/** A device names its inserts; without a name the server does. */
function nameOf({ operation }: Admitted): string {
  if (operation.name != null) return operation.name
  const series = docTypeRule(operation.doctype)?.series ?? ''
  return `${series}${operation.mutation_id}`
}

function syncRow(member: Member, request: Request, startedAt: string, counted: readonly Settled[]) {
  const count = (status: string) => counted.filter((settled) => settled.status === status).length
  return {
    sync_id: request.sync_id,
    device_id: request.device_id,
    account_id: member.account_id,
    app_version: request.app_version,
    started_at: startedAt,
    items: counted.length,
    conflicts: counted.filter(({ isContested }) => isContested).length,
    held: count('conflict_manual'),
    rejected: count('rejected'),
    merged: counted.filter(({ isMerged }) => isMerged).length,
  }
}
