import {
  type FeedRow,
  type ItemResult,
  itemResult,
  type OidcRequest,
  type Operation,
  type Session,
} from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import type { Announcement } from './conflicts/announce.ts'
import { type InboxItem, readInbox } from './conflicts/inbox.ts'
import type {
  Asked,
  ClientEvent,
  ClientStatus,
  SyncClient,
  SyncClientOptions,
  SyncResult,
} from './contract.ts'
import { createEvents } from './events.ts'
import { type Live, openLive } from './live/live.ts'
import { type LocalDocument, listDocuments, readDocument } from './local/documents.ts'
import type { Driver } from './local/driver.ts'
import { type Change, enqueue, type Queued } from './local/enqueue.ts'
import { once } from './local/once.ts'
import { type DocumentKey, type QueueEntry, unsettled } from './local/queue.ts'
import { discardEntry, retryEntry } from './local/rejected.ts'
import { migrate } from './local/schema.ts'
import { createSerial } from './local/serial.ts'
import { readSetting } from './local/settings.ts'
import { type Ports, systemPorts } from './ports.ts'
import { applyRow } from './pull/apply-row.ts'
import { readResults, settleAll } from './push/response.ts'
import { bindDevice } from './session/account.ts'
import { createHttp } from './session/http.ts'
import { type AccountSession, createSession } from './session/session.ts'
import { readStatus } from './status.ts'
import { runSync } from './sync-loop.ts'

const REQUEST_TIMEOUT_MS = 30_000

export type DeviceOptions = Omit<SyncClientOptions, 'database'>

/** The same in Node and in a browser, whoever brings the driver. */
export async function openClient(driver: Driver, options: DeviceOptions): Promise<SyncClient> {
  const ports: Ports = { ...systemPorts, ...options.ports }
  const { org, deviceId } = options
  await migrate(driver)
  await bindDevice(driver, ports, { org, deviceId })
  return new DeviceClient(driver, ports, options)
}

/** Joins the rooms: local, push, pull, live, conflicts, session. Decides nothing itself. */
class DeviceClient implements SyncClient {
  readonly #driver: Driver
  readonly #ports: Ports
  readonly #options: DeviceOptions
  readonly #session: AccountSession
  readonly #events = createEvents()
  readonly #closer = new AbortController()
  readonly #oneAtATime = createSerial()
  #running = 0
  #isRefreshDue = false
  #live: Live | null = null

  constructor(driver: Driver, ports: Ports, options: DeviceOptions) {
    this.#driver = driver
    this.#ports = ports
    this.#options = options
    const http = createHttp(ports, {
      address: options.address,
      timeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      closing: this.#closer.signal,
    })
    this.#session = createSession(driver, ports, http, options.org)
  }

  login(email: string, password: string): Promise<Session> {
    return this.#session.login(email, password)
  }

  loginElsewhere(request: OidcRequest): Promise<Session> {
    return this.#session.loginElsewhere(request)
  }

  logout(): Promise<void> {
    return this.#session.logout()
  }

  queueChange(
    doctype: string,
    name: string | null,
    data: Doc,
    options: { readonly op?: Operation['op'] } & Asked = {},
  ): Promise<Queued> {
    return this.#queue({ doctype, name, data, op: options.op }, options)
  }

  queueDelete(doctype: string, name: string, options?: Asked): Promise<Queued> {
    return this.#queue({ doctype, name, data: null, op: 'delete' }, options)
  }

  queueUndelete(doctype: string, name: string, options?: Asked): Promise<Queued> {
    return this.#queue({ doctype, name, data: null, op: 'undelete' }, options)
  }

  sync(): Promise<SyncResult> {
    this.#running += 1
    return this.#oneAtATime(() => this.#syncNow()).finally(() => {
      this.#running -= 1
    })
  }

  processSyncResponse(response: unknown): Promise<readonly Announcement[]> {
    return this.#settle(readResults(response) ?? [])
  }

  handleConflict(item: ItemResult): Promise<readonly Announcement[]> {
    return this.#settle([itemResult.parse(item)])
  }

  get(doctype: string, name: string): Promise<LocalDocument | null> {
    return readDocument(this.#driver, { doctype, name })
  }

  list(doctype: string): Promise<readonly LocalDocument[]> {
    return listDocuments(this.#driver, doctype)
  }

  pending(): Promise<readonly QueueEntry[]> {
    return unsettled(this.#driver)
  }

  inbox(): Promise<readonly InboxItem[]> {
    return readInbox(this.#driver)
  }

  status(): Promise<ClientStatus> {
    return readStatus(this.#driver, { syncing: this.#running > 0, live: this.#live?.isConnected() ?? false })
  }

  async discard(mutationId: string, options?: Asked): Promise<void> {
    this.#changed([await discardEntry(once(this.#driver, options?.call_id), mutationId)])
  }

  async retryRejected(mutationId: string, data?: Doc, options?: Asked): Promise<Queued> {
    const driver = once(this.#driver, options?.call_id)
    const { entry, mutation_id } = await retryEntry(driver, this.#ports, mutationId, data)
    this.#changed([entry])
    return { name: entry.name, mutation_id }
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    return this.#events.subscribe(listener)
  }

  async connect(): Promise<void> {
    this.#live ??= openLive({
      ports: this.#ports,
      address: this.#options.address,
      org: this.#options.org,
      accessToken: this.#session.accessToken,
      refresh: this.#session.refresh,
      onEvent: this.#events.emit,
      onRow: (row) => this.#takeLiveRow(row),
      onStale: () => this.#syncSoon(),
    })
    await this.#live.firstAttempt
  }

  disconnect(): void {
    this.#live?.stop()
    this.#live = null
  }

  async close(): Promise<void> {
    this.disconnect()
    this.#closer.abort()
    await this.#oneAtATime(async () => undefined)
    await this.#driver.close()
  }

  async #queue(change: Change, options?: Asked): Promise<Queued> {
    const queued = await enqueue(once(this.#driver, options?.call_id), this.#ports, change)
    this.#changed([{ doctype: change.doctype, name: queued.name }])
    return queued
  }

  async #syncNow(): Promise<SyncResult> {
    this.#isRefreshDue = false
    const result = await runSync({
      driver: this.#driver,
      ports: this.#ports,
      closing: this.#closer.signal,
      request: this.#session.request,
      org: this.#options.org,
      appVersion: this.#options.app_version ?? 'unknown',
      onChanged: (keys) => this.#changed(keys),
      onAnnouncement: (announcement) => this.#events.emit({ type: 'announcement', announcement }),
    })
    if (result.ended.kind === 'reauth') this.#events.emit({ type: 'reauth' })
    else if (result.ended.kind === 'complete') this.#live?.revive()
    this.#events.emit({ type: 'synced', result })
    return result
  }

  async #settle(results: readonly ItemResult[]): Promise<readonly Announcement[]> {
    const { announcements, touched } = await settleAll(this.#driver, results)
    this.#changed(touched)
    for (const announcement of announcements) this.#events.emit({ type: 'announcement', announcement })
    return announcements
  }

  /** A row that cannot be stored now is not lost: the feed brings it again. */
  #takeLiveRow(row: FeedRow): void {
    const take = async (): Promise<void> => {
      const isNews = await this.#driver.transaction(async (tx) =>
        applyRow(tx, row, Number((await readSetting(tx, 'reads')) ?? 0)),
      )
      if (isNews) this.#changed([row])
    }
    take().catch(() => this.#syncSoon())
  }

  /** However many events say so, one read of the feed catches up with all of them. */
  #syncSoon(): void {
    if (this.#isRefreshDue || this.#closer.signal.aborted) return
    this.#isRefreshDue = true
    this.sync().catch(() => undefined)
  }

  #changed(keys: readonly DocumentKey[]): void {
    if (keys.length === 0) return
    const documents = keys.map(({ doctype, name }) => ({ doctype, name }))
    this.#events.emit({ type: 'changed', documents })
  }
}
