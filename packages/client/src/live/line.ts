import type { FeedRow } from '@dartwing/protocol'
import type { ClientEvent, SyncResult } from '../contract.ts'
import type { Driver } from '../local/driver.ts'
import { type DocumentKey, sendable } from '../local/queue.ts'
import { readSetting } from '../local/settings.ts'
import { type Automatic, startAutomatic } from '../machine/automatic.ts'
import type { Machine } from '../machine/machine.ts'
import type { Ports } from '../ports.ts'
import { applyRow } from '../pull/apply-row.ts'
import type { AccountSession } from '../session/session.ts'
import { type Live, openLive } from './live.ts'

export interface LineContext {
  readonly driver: Driver
  readonly ports: Ports
  readonly address: string
  readonly org: string
  readonly session: Pick<AccountSession, 'accessToken' | 'refresh'>
  readonly machine: Machine
  readonly closing: AbortSignal
  readonly sync: () => Promise<SyncResult>
  readonly onEvent: (event: ClientEvent) => void
  readonly onChanged: (keys: readonly DocumentKey[]) => void
}

/** What `connect()` asks for: the socket, and the syncs that happen by themselves. */
export class Line {
  readonly #context: LineContext
  #isWanted = false
  #live: Live | null = null
  #automatic: Automatic | null = null

  constructor(context: LineContext) {
    this.#context = context
  }

  /** Resolves when the socket's first attempt has ended; the first read of the feed follows it. */
  open(): Promise<void> {
    this.#isWanted = true
    return this.#start()
  }

  close(): void {
    this.#isWanted = false
    this.#stop()
  }

  /** Whoever has signed in hears with their own name. */
  onSignedIn(): void {
    this.#stop()
    if (this.#isWanted) void this.#start()
  }

  onSignedOut(): void {
    this.#stop()
  }

  onChange(): void {
    this.#automatic?.onChange()
  }

  isListening(): boolean {
    return this.#live?.isConnected() ?? false
  }

  revive(): void {
    this.#live?.revive()
  }

  async #start(): Promise<void> {
    const { ports, machine, driver, closing, sync } = this.#context
    if (closing.aborted) return
    const live = this.#live ?? this.#openSocket()
    this.#live = live
    await live.firstAttempt
    if (this.#live !== live) return
    this.#automatic ??= startAutomatic({
      ports,
      machine,
      sync: async () => {
        const { ended } = await sync()
        return ended.kind === 'unreachable' ? (ended.retryAfterMs ?? null) : null
      },
      isWorkLeft: async () => (await sendable(driver, 1)).length > 0,
      isListening: () => this.isListening(),
    })
  }

  #stop(): void {
    const live = this.#live
    this.#live = null
    this.#automatic?.stop()
    this.#automatic = null
    live?.stop()
  }

  #openSocket(): Live {
    const { driver, ports, address, org, session } = this.#context
    const account = readSetting(driver, 'account')
    return openLive({
      ports,
      address,
      org,
      accessToken: session.accessToken,
      refresh: session.refresh,
      onEvent: (event) => this.#hear(event),
      onRow: (row) => {
        this.#take(row, account).catch(() => this.#automatic?.onNews())
      },
      onStale: () => this.#automatic?.onNews(),
    })
  }

  #hear(event: ClientEvent): void {
    this.#context.onEvent(event)
    if (event.type !== 'live' || event.connected || this.#live === null) return
    this.#context.machine.tell('lost')
    this.#automatic?.onNews()
  }

  /** A row that cannot be stored now is not lost: the feed brings it again. One for another account is not ours. */
  async #take(row: FeedRow, account: Promise<string | null>): Promise<void> {
    const { driver, onChanged } = this.#context
    const listener = await account
    const isNews = await driver.transaction(
      async (tx) =>
        (await readSetting(tx, 'account')) === listener &&
        (await applyRow(tx, row, Number((await readSetting(tx, 'reads')) ?? 0))),
    )
    if (isNews) onChanged([row])
  }
}
