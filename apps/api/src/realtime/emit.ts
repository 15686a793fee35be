import { type FeedRow, roomOf, type ServerEvents } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import type { Server, Socket } from 'socket.io'
import type { Committed, ConflictChange, Presence } from '../platform/events.ts'
import { withdrawnRow } from '../store/to-feed-row.ts'
import { conflictRoom, ownConflictRoom, personalRoom } from './rooms.ts'
import type { Seat } from './seats.ts'

type Nothing = Record<string, never>
/** Clients say nothing; what the server says is in the protocol. */
export type Sockets = Server<Nothing, ServerEvents, Nothing, Seat>
export type SyncSocket = Socket<Nothing, ServerEvents, Nothing, Seat>

/** Says what was committed to those who are connected to this process, each what they may read. */
export function emitCommitted(server: Sockets, committed: Committed): void {
  const { org, rows, conflicts, notifications, presence = [] } = committed
  for (const { row, audience, former } of rows) {
    if (row.reason === 'linked') {
      emitRefresh(server, org, row, audience)
      continue
    }
    server.to(roomOf.sync(row.doctype, org)).emit('delta', row)
    emitPersonal(server, org, row, { audience, former })
  }
  for (const one of conflicts) emitConflict(server, org, one)
  for (const one of presence) emitPresence(server, org, one)
  for (const { recipient, ...notification } of notifications) {
    server.to(roomOf.user(org, recipient)).emit('notification', notification)
  }
}

/** What a row links to has changed, not the row: those who see it read the feed when it suits them. */
function emitRefresh(server: Sockets, org: string, row: FeedRow, audience: readonly string[]): void {
  const { doctype, name } = row
  const personal = isPersonalType(doctype) ? audience.map((email) => personalRoom(org, doctype, email)) : []
  server.to([roomOf.sync(doctype, org), ...personal]).emit('sync_refresh', { doctype, name })
}

/** Personal rows go to their audience by name; those who just left it learn that it is gone. */
function emitPersonal(
  server: Sockets,
  org: string,
  row: FeedRow,
  { audience, former }: Pick<Committed['rows'][number], 'audience' | 'former'>,
): void {
  const { doctype } = row
  if (!isPersonalType(doctype)) return
  for (const email of audience) server.to(personalRoom(org, doctype, email)).emit('delta', row)
  for (const email of former) server.to(personalRoom(org, doctype, email)).emit('delta', withdrawnRow(row))
}

/** To those who may see the conflict: who sent it and whose the document is, where they do not see all of its kind. */
function emitConflict(server: Sockets, org: string, { audience, ...event }: ConflictChange): void {
  const { doctype, submitted_by } = event.conflict
  const own = [submitted_by, ...audience].map((email) => ownConflictRoom(org, doctype, email))
  server.to([conflictRoom(org, doctype), ...own]).emit('conflict', event)
}

/** To those who may see the conflict, and nobody else. */
function emitPresence(
  server: Sockets,
  org: string,
  { doctype, audience, conflict_id, looking }: Presence,
): void {
  const own = audience.map((email) => ownConflictRoom(org, doctype, email))
  server.to([conflictRoom(org, doctype), ...own]).emit('presence', { conflict_id, looking })
}

const isPersonalType = (doctype: string) => docTypeRule(doctype)?.visibility !== undefined
