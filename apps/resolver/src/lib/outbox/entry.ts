import type { Problem } from '@dartwing/protocol'

/** A decision that is on its way: written before it is sent, and one per item. */
export interface OutboxEntry {
  readonly org: string
  readonly email: string
  readonly conflict: string
  readonly title: string
  readonly due_at: string | null
  readonly time_zone: string
  readonly revision: number
  /** The same however often it is sent: the server does it once. */
  readonly key: string
  readonly body: string
  readonly decided_at: number
  /** Has it ever left this device? From then on nobody can say that it did nothing. */
  readonly sent: boolean
  /** The server's refusal: it waits for the person, and is never sent again by itself. */
  readonly refused: Problem | null
}
