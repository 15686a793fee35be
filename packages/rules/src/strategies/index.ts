/** One strategy per name; a missing one does not compile. */
import type { Strategy } from '../shapes.ts'
import { appendOnly } from './append-only.ts'
import { clientWins } from './client-wins.ts'
import { fieldLevel } from './field-level.ts'
import { lastWriteWins } from './last-write-wins.ts'
import { manualResolve } from './manual-resolve.ts'
import { serverWins } from './server-wins.ts'
import type { SettleDocument } from './settlement.ts'
import { versionAll } from './version-all.ts'

export const SETTLE: Readonly<Record<Strategy, SettleDocument>> = {
  server_wins: serverWins,
  client_wins: clientWins,
  field_level: fieldLevel,
  manual_resolve: manualResolve,
  append_only: appendOnly,
  version_all: versionAll,
  last_write_wins: lastWriteWins,
}
