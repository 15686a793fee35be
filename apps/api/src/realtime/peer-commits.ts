import pLimit from 'p-limit'
import type { Committed, Reference } from '../platform/events.ts'
import type { Database } from '../platform/prisma/database.ts'
import { readCommitted } from './committed.sql.ts'

/** Of these at once, so that what others do leaves connections to those who ask this process. */
const READS_AT_ONCE = 2
/** A commit of a device has at most a hundred rows. */
const COMMITS_PER_READ = 10

interface Listeners {
  readonly isConnected: (org: string) => boolean
  readonly emit: (committed: Committed) => void
  /** It could not be read: those connected look for themselves. */
  readonly giveUp: (org: string) => void
}

/**
 * What other processes have committed, read only where somebody is connected. While an organisation's commits
 * are being read, further ones gather and are read together.
 */
export class PeerCommits {
  readonly #waiting = new Map<string, Reference[]>()
  readonly #turn = pLimit(READS_AT_ONCE)

  constructor(
    private readonly database: Database,
    private readonly listeners: Listeners,
  ) {}

  hear(reference: Reference): void {
    const { org } = reference
    if (!this.listeners.isConnected(org)) return
    const waiting = this.#waiting.get(org)
    if (waiting !== undefined) {
      waiting.push(reference)
      return
    }
    this.#waiting.set(org, [reference])
    void this.#turn(() => this.#readAll(org))
  }

  async #readAll(org: string): Promise<void> {
    try {
      for (const waiting = this.#waiting.get(org) ?? []; waiting.length > 0; ) {
        const references = waiting.splice(0, COMMITS_PER_READ)
        this.listeners.emit(
          await this.database.inOrganisation(org, (tx) => readCommitted(tx, org, references)),
        )
      }
    } catch {
      // The database says what is wrong to everybody who asks it.
      this.listeners.giveUp(org)
    } finally {
      this.#waiting.delete(org)
    }
  }
}
