import type { ConflictEvent, FeedRow, NotificationEvent, PresenceEvent } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'

/** What a committed transaction changed; emitted after the commit, never before. */
export interface Committed {
  readonly org: string
  readonly rows: readonly {
    readonly row: FeedRow
    readonly audience: readonly string[]
    readonly former: readonly string[]
  }[]
  readonly conflicts: readonly ConflictChange[]
  readonly notifications: readonly (NotificationEvent & { readonly recipient: string })[]
  readonly presence?: readonly Presence[]
}

export interface ConflictChange extends ConflictEvent {
  /** By e-mail address: whose the document is. */
  readonly audience: readonly string[]
}

/** Who looks at a conflict now, for those who may see it. */
export interface Presence extends PresenceEvent {
  readonly doctype: string
  /** By e-mail address: those who see it although they do not see all of its kind. */
  readonly audience: readonly string[]
}

/** Where another process finds what was committed: its size does not matter then. */
export interface Reference {
  readonly org: string
  /** Its places in the feed: those after the first, up to the second. */
  readonly places: readonly [after: string, upTo: string] | null
  readonly conflicts: readonly (readonly [id: string, change: ConflictEvent['change']])[]
  /** Their ids. */
  readonly notifications: readonly string[]
  /** Conflicts that somebody has begun, or no longer has, open. */
  readonly presence?: readonly string[]
}

interface Listener {
  /** This process has committed. */
  readonly own?: (committed: Committed) => void
  /** Another process has: what, is in the database. */
  readonly peers?: (reference: Reference) => void
  /** Other processes may have committed what this one could not hear of. */
  readonly missed?: () => void
}

/** Tells the rooms of this process that something was committed. Losing an event changes latency only. */
@Injectable()
export class CommitEvents {
  readonly #listeners = new Set<Listener>()

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(committed: Committed): void {
    for (const { own } of this.#listeners) own?.(committed)
  }

  publishOfPeer(reference: Reference): void {
    for (const { peers } of this.#listeners) peers?.(reference)
  }

  publishMissed(): void {
    for (const { missed } of this.#listeners) missed?.()
  }
}
