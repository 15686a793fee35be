import type { ConflictDetail, ResolveResponse } from '@dartwing/protocol'
import type { ReactNode } from 'react'

export interface ReviewProps {
  readonly id: string
  readonly nextId: string | null
  /** The part that depends on the kind of conflict. */
  readonly decision: (detail: ConflictDetail) => ReactNode
  readonly onResolved: (response: ResolveResponse, andNext: boolean) => void
  /** Decided without a connection: it is sent when there is one. */
  readonly onWaiting: (andNext: boolean) => void
}
