import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common'
import { CommitEvents } from '../platform/events.ts'
import { Database } from '../platform/prisma/database.ts'
import { readLastSeq } from './feed.sql.ts'

/** What another process has said may be lost: an organisation somebody waits for is looked at this often. */
const POLL_MS = 1_000

interface Waiter {
  readonly seen: bigint
  readonly wake: (isWorthALook: boolean) => void
}

/**
 * Those who wait for something new. A commit wakes its organisation's at once, whichever process made it; should
 * one not be heard of, one look at the counter serves all who wait for it.
 */
@Injectable()
export class CounterWatch implements BeforeApplicationShutdown {
  readonly #waiters = new Map<string, Set<Waiter>>()
  readonly #stopListening: () => void
  #timer: NodeJS.Timeout | undefined
  #isClosing = false

  constructor(
    private readonly database: Database,
    events: CommitEvents,
  ) {
    const wake = ({ org }: { readonly org: string }) => this.#wake(org, () => true)
    this.#stopListening = events.listen({ own: wake, peers: wake })
  }

  /** Resolves when there may be something after `seen`; false when the time is up or nobody waits any more. */
  isWorthALook(
    org: string,
    seen: string,
    { atMostMs, reader }: { readonly atMostMs: number; readonly reader: AbortSignal },
  ): Promise<boolean> {
    if (this.#isClosing || reader.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const leave = () => waiter.wake(false)
      const timeUp = setTimeout(leave, atMostMs)
      const waiter: Waiter = {
        seen: BigInt(seen),
        wake: (isWorthALook) => {
          clearTimeout(timeUp)
          reader.removeEventListener('abort', leave)
          this.#remove(org, waiter)
          resolve(isWorthALook)
        },
      }
      reader.addEventListener('abort', leave, { once: true })
      this.#add(org, waiter)
    })
  }

  /** How many wait. */
  get size(): number {
    return [...this.#waiters.values()].reduce((sum, waiters) => sum + waiters.size, 0)
  }

  /** Everybody gets the answer they have, so that the server need not wait for them. */
  beforeApplicationShutdown(): void {
    this.#isClosing = true
    this.#stopListening()
    for (const org of [...this.#waiters.keys()]) this.#wake(org, () => true, false)
  }

  #add(org: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(org) ?? new Set()
    this.#waiters.set(org, waiters.add(waiter))
    this.#timer ??= setTimeout(() => void this.#look(), POLL_MS)
  }

  #remove(org: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(org)
    waiters?.delete(waiter)
    if (waiters?.size === 0) this.#waiters.delete(org)
    if (this.#waiters.size > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #wake(org: string, which: (waiter: Waiter) => boolean, isWorthALook = true): void {
    for (const waiter of [...(this.#waiters.get(org) ?? [])]) {
      if (which(waiter)) waiter.wake(isWorthALook)
    }
  }

  async #look(): Promise<void> {
    for (const org of [...this.#waiters.keys()]) {
      try {
        const last = BigInt(await this.database.sqlInOrganisation(org, (tx) => readLastSeq(tx, org)))
        this.#wake(org, ({ seen }) => seen < last)
      } catch {
        // They look for themselves, and tell their readers what is wrong.
        this.#wake(org, () => true)
      }
    }
    // Everybody may have left meanwhile, and somebody else come.
    clearTimeout(this.#timer)
    this.#timer = this.#waiters.size > 0 ? setTimeout(() => void this.#look(), POLL_MS) : undefined
  }
}
