import {
  conflictEvent,
  type FeedRow,
  notificationEvent,
  readableRow,
  type SocketAuth,
} from '@dartwing/protocol'
import { io, type Socket } from 'socket.io-client'
import type { ClientEvent } from '../contract.ts'
import type { Ports } from '../ports.ts'
import { backoffMs } from '../session/backoff.ts'

const COME_BACK_MS = 1000
/** The organisation does not sync with this server yet. */
const NOT_ENABLED = 'not_enabled'

export interface LiveContext {
  readonly ports: Pick<Ports, 'delay' | 'random'>
  readonly address: string
  readonly org: string
  readonly accessToken: () => Promise<string | null>
  /** Called once when the server refuses the token; true = a new one is there. */
  readonly refresh: () => Promise<boolean>
  readonly onRow: (row: FeedRow) => void
  /** Something may have been missed, or a record is to be fetched again: read the feed. */
  readonly onStale: () => void
  readonly onEvent: (event: ClientEvent) => void
}

export interface Live {
  readonly firstAttempt: Promise<void>
  isConnected(): boolean
  /** Tries again after the server had turned the socket away; a network that fails needs no help. */
  revive(): void
  stop(): void
}

/**
 * The socket only shortens the wait: every row it brings the feed brings too, so losing all of its events
 * costs time and nothing else, and it never moves the cursor.
 */
export function openLive(context: LiveContext): Live {
  const socket = io(context.address, {
    transports: ['websocket'],
    auth: (give) => void context.accessToken().then((token) => give(authOf(context, token))),
  })
  listen(socket, context)
  const stopComingBack = comeBack(socket, context)
  const firstAttempt = new Promise<void>((resolve) => {
    socket.once('connect', resolve)
    socket.once('connect_error', () => resolve())
    socket.once('disconnect', () => resolve())
  })
  return {
    firstAttempt,
    isConnected: () => socket.connected,
    revive: () => {
      if (!socket.active) socket.connect()
    },
    stop: () => {
      stopComingBack()
      socket.disconnect()
    },
  }
}

/**
 * A socket that the server itself has closed, because it drains or because rights have changed, does not come
 * back by itself. A random pause keeps a thousand devices from coming back in the same moment, and a longer and
 * longer one those whose organisation is not let in yet.
 */
function comeBack(socket: Socket, { ports }: LiveContext): () => void {
  const stopped = new AbortController()
  let refusals = 0
  const comeBackAfter = async (milliseconds: number): Promise<void> => {
    await ports.delay(milliseconds, stopped.signal)
    if (!stopped.signal.aborted) socket.connect()
  }
  socket.on('connect', () => {
    refusals = 0
  })
  socket.on('disconnect', async (reason) => {
    if (reason === 'io server disconnect') await comeBackAfter(COME_BACK_MS * (0.5 + ports.random()))
  })
  socket.on('connect_error', async ({ message }) => {
    if (message !== NOT_ENABLED) return
    refusals += 1
    await comeBackAfter(backoffMs(refusals, ports.random(), null))
  })
  return () => stopped.abort()
}

function authOf({ org }: LiveContext, token: string | null): SocketAuth {
  return { token: token ?? '', org }
}

function listen(socket: Socket, context: LiveContext): void {
  let hasRefreshed = false
  socket.on('connect', () => {
    hasRefreshed = false
    context.onEvent({ type: 'live', connected: true })
    context.onStale()
  })
  socket.on('disconnect', () => context.onEvent({ type: 'live', connected: false }))
  socket.on('connect_error', async ({ message }) => {
    // Without `active` the server has refused us, most likely for a dead token; the network retries itself.
    if (socket.active || hasRefreshed || message === NOT_ENABLED) return
    hasRefreshed = true
    if (await context.refresh()) socket.connect()
    else hasRefreshed = false
  })
  socket.on('delta', (payload: unknown) => {
    const row = readableRow.safeParse(payload)
    if (row.success) context.onRow(row.data)
    else context.onStale()
  })
  socket.on('sync_refresh', context.onStale)
  socket.on('conflict', (payload: unknown) => {
    const event = conflictEvent.safeParse(payload)
    if (event.success) context.onEvent({ type: 'conflict', event: event.data })
  })
  socket.on('notification', (payload: unknown) => {
    const event = notificationEvent.safeParse(payload)
    if (event.success) context.onEvent({ type: 'notification', event: event.data })
  })
}
