import {
  type ItemResult,
  itemResult,
  type OidcRequest,
  type Operation,
  type Session,
} from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { reviveInterrupted } from './attachments/attachment-table.ts'
import { type AttachmentRoom, type Attachments, createAttachments } from './attachments/attachments.ts'
import { createServerDownloader } from './attachments/server-downloader.ts'
import { createServerLine, type ServerLine } from './attachments/server-line.ts'
import { createServerUploader } from './attachments/server-uploader.ts'
import type { Announcement } from './conflicts/announce.ts'
import { type Decision, readDecisions } from './conflicts/decisions.ts'
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
import { Line } from './live/line.ts'
import { type LocalDocument, listDocuments, readDocument } from './local/documents.ts'
import type { Driver } from './local/driver.ts'
import { type Change, enqueue, type Opened, type Queued } from './local/enqueue.ts'
import { once } from './local/once.ts'
import { type DocumentKey, lastPosition, type QueueEntry, unsettled } from './local/queue.ts'
import { discardEntry, retryEntry } from './local/rejected.ts'
import { migrate } from './local/schema.ts'
import { createSerial } from './local/serial.ts'
import { createMachine, type Machine } from './machine/machine.ts'
import type { State } from './machine/transitions.ts'
import { type Ports, systemPorts } from './ports.ts'
import { readResults, settleAll } from './push/response.ts'
import { bindDevice } from './session/account.ts'
import { createHttp } from './session/http.ts'
import { type AccountSession, createSession } from './session/session.ts'
import { firstState, readStatus } from './status.ts'
import { runSync } from './sync-loop.ts'

const REQUEST_TIMEOUT_MS = 30_000

export type DeviceOptions = Omit<SyncClientOptions, 'database'>

/** The same in Node and in a browser, whoever brings the driver. */
export async function openClient(driver: Driver, options: DeviceOptions): Promise<SyncClient> {
  const ports: Ports = { ...systemPorts, ...options.ports }
  const { org, deviceId } = options
  await migrate(driver)
  await bindDevice(driver, ports, { org, deviceId })
  await reviveInterrupted(driver)
  const openedAfter = await lastPosition(driver)
  return new DeviceClient({ driver, ports, openedAfter }, options, await firstState(driver))
}

/** Joins the rooms: local, push, pull, live, conflicts, attachments, session. Decides nothing itself. */
class DeviceClient implements SyncClient {
  readonly attachments: Attachments
  readonly #files: AttachmentRoom
  readonly #opened: Opened
  readonly #driver: Driver
  readonly #ports: Ports
  readonly #options: DeviceOptions
  readonly #session: AccountSession
  readonly #events = createEvents()
  readonly #closer = new AbortController()
  readonly #oneAtATime = createSerial()
  readonly #machine: Machine
  readonly #line: Line
  #running = 0

  constructor(opened: Opened, options: DeviceOptions, state: State) {
    const { driver, ports } = opened
    this.#opened = opened
    this.#driver = driver
    this.#ports = ports
    this.#options = options
    const { address, org, requestTimeoutMs: timeoutMs = REQUEST_TIMEOUT_MS } = options
    const http = createHttp(ports, { address, timeoutMs, closing: this.#closer.signal })
    this.#session = createSession(driver, ports, http, { org, whenQuiet: this.#oneAtATime })
    this.#machine = createMachine(state, (next) => this.#events.emit({ type: 'state', state: next }))
    this.#line = new Line({
      driver,
      ports,
      address,
      org,
      session: this.#session,
      machine: this.#machine,
      closing: this.#closer.signal,
      sync: () => this.sync(),
      onEvent: this.#events.emit,
      onChanged: (keys) => this.#changed(keys),
    })
    this.#files = this.#openFiles(
      createServerLine({ driver, ports, session: this.#session, address, org, timeoutMs }),
    )
    this.attachments = this.#files.attachments
  }

  login(email: string, password: string): Promise<Session> {
    return this.#enter(this.#session.login(email, password))
  }

  loginElsewhere(request: OidcRequest): Promise<Session> {
    return this.#enter(this.#session.loginElsewhere(request))
  }

  async logout(): Promise<void> {
    await this.#session.logout()
    this.#machine.tell('signed_out')
    this.#line.onSignedOut()
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

  decisions(doctype: string, name: string): Promise<readonly Decision[]> {
    return readDecisions(this.#driver, { doctype, name })
  }

  inbox(): Promise<readonly InboxItem[]> {
    return readInbox(this.#driver)
  }

  status(): Promise<ClientStatus> {
    return readStatus(this.#driver, {
      state: this.#machine.state,
      syncing: this.#running > 0,
      live: this.#line.isListening(),
    })
  }

  async discard(mutationId: string, options?: Asked): Promise<void> {
    const entry = await discardEntry(once(this.#driver, options?.call_id), mutationId)
    // Without their description its bytes have nowhere to go.
    if (entry.doctype === 'File' && (await readDocument(this.#driver, entry)) === null) {
      await this.attachments.discard(entry.name)
    }
    this.#changed([entry])
  }

  async retryRejected(mutationId: string, data?: Doc, options?: Asked): Promise<Queued> {
    const driver = once(this.#driver, options?.call_id)
    const { entry, mutation_id } = await retryEntry(driver, this.#ports, mutationId, data)
    this.#changed([entry])
    this.#line.onChange()
    return { name: entry.name, mutation_id, taken_back: [] }
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    return this.#events.subscribe(listener)
  }

  connect(): Promise<void> {
    this.#files.start()
    return this.#line.open()
  }

  disconnect(): void {
    this.#files.stop()
    this.#line.close()
  }

  async close(): Promise<void> {
    this.disconnect()
    this.#closer.abort()
    await this.#files.close()
    await this.#oneAtATime(async () => undefined)
    await this.#driver.close()
  }

  async #queue(change: Change, options?: Asked): Promise<Queued> {
    const queued = await enqueue({ ...this.#opened, driver: once(this.#driver, options?.call_id) }, change)
    this.#onQueued([{ doctype: change.doctype, name: queued.name }])
    return queued
  }

  #onQueued(keys: readonly DocumentKey[]): void {
    this.#changed(keys)
    this.#line.onChange()
  }

  #openFiles(line: ServerLine): AttachmentRoom {
    const { uploader, downloader, cacheBytesMax } = this.#options.attachments ?? {}
    return createAttachments({
      ...this.#opened,
      uploader: uploader ?? createServerUploader(line),
      downloader: downloader ?? createServerDownloader(line),
      cacheBytesMax,
      tell: (attachment) => this.#events.emit({ type: 'attachment', attachment }),
      onQueued: (keys) => this.#onQueued(keys),
    })
  }

  async #enter(signIn: Promise<Session>): Promise<Session> {
    const fresh = await signIn
    this.#machine.tell('signed_in')
    this.#line.onSignedIn()
    return fresh
  }

  async #syncNow(): Promise<SyncResult> {
    const result = await runSync({
      driver: this.#driver,
      ports: this.#ports,
      closing: this.#closer.signal,
      machine: this.#machine,
      request: this.#session.request,
      org: this.#options.org,
      appVersion: this.#options.app_version ?? 'unknown',
      onChanged: (keys) => this.#changed(keys),
      onAnnouncement: (announcement) => this.#events.emit({ type: 'announcement', announcement }),
    })
    if (result.ended.kind === 'reauth') await this.#askSignIn()
    else if (result.ended.kind === 'complete') {
      this.#line.revive()
      this.#files.wake()
    }
    this.#events.emit({ type: 'synced', result })
    return result
  }

  async #settle(results: readonly ItemResult[]): Promise<readonly Announcement[]> {
    const { announcements, touched } = await settleAll(this.#driver, results)
    this.#changed(touched)
    for (const announcement of announcements) this.#events.emit({ type: 'announcement', announcement })
    return announcements
  }

  /** Nobody is asked who has signed in while the answer was on its way. */
  async #askSignIn(): Promise<void> {
    if ((await firstState(this.#driver)) === 'reauth') this.#events.emit({ type: 'reauth' })
    else this.#machine.tell('signed_in')
  }

  #changed(keys: readonly DocumentKey[]): void {
    if (keys.length === 0) return
    const documents = keys.map(({ doctype, name }) => ({ doctype, name }))
    this.#events.emit({ type: 'changed', documents })
  }
}
