import type { FeedRow } from '@dartwing/protocol'
import { type ServerState, takeMarks, takeServerState } from '../local/documents.ts'
import type { Statements } from '../local/driver.ts'

/** Applies one row, whether the feed or a socket brought it; answers whether anything changed. */
export async function applyRow(tx: Statements, row: FeedRow, fullRead: number): Promise<boolean> {
  const state: ServerState = {
    doctype: row.doctype,
    name: row.name,
    data: row.data,
    version: row.version,
    seq: row.seq,
    gone: row.gone ?? (row.deleted ? 'deleted' : null),
    hold: row.conflict,
    modified: row.modified,
    modified_by: row.modified_by,
    docstatus: row.docstatus,
  }
  const taken = await takeServerState(tx, state, fullRead)
  if (taken === 'same') await takeMarks(tx, state)
  return taken === 'applied'
}
