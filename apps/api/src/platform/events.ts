import type { ConflictEvent, FeedRow, NotificationEvent } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'

/** What a committed transaction changed; emitted after the commit, never before. */
export interface Committed {
  readonly org: string
  readonly rows: readonly {
    readonly row: FeedRow
    readonly audience: readonly string[]
    readonly former: readonly string[]
  }[]
  readonly conflicts: readonly ConflictEvent[]
  readonly notifications: readonly (NotificationEvent & { readonly recipient: string })[]
}

type Listener = (committed: Committed) => void

/** Tells the rooms of this process that something was committed. Losing an event changes latency only. */
@Injectable()
export class CommitEvents {
  readonly #listeners = new Set<Listener>()

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(committed: Committed): void {
    for (const listener of this.#listeners) listener(committed)
  }
}
