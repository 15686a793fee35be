import { type ConflictEvent, conflictEvent, presenceEvent } from '@dartwing/protocol'
import { useSyncExternalStore } from 'react'
import type { Socket } from 'socket.io-client'
import { currentAccessToken, renewAccessToken } from '../session/session-store.ts'
import { forgetPresence, seePresence } from './presence.ts'

/** `polling`: the socket is down, so lists are asked for again every half minute. Losing events costs latency only. */
export type LiveStatus = 'live' | 'polling' | 'offline'

export const POLL_MS = 30_000
const COME_BACK_MS = 1_000

let status: LiveStatus = 'polling'
let socket: Socket | null = null
let wantedOrg: string | null = null
const statusListeners = new Set<() => void>()
const conflictListeners = new Set<(event: ConflictEvent) => void>()
const newsListeners = new Set<() => void>()
const returnListeners = new Set<() => void>()

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(subscribeStatus, readStatus, readStatus)
}

/** Events of conflicts the caller may see. */
export function onConflict(listener: (event: ConflictEvent) => void): () => void {
  conflictListeners.add(listener)
  return () => conflictListeners.delete(listener)
}

/** Called when there is something new that this person should know. */
export function onNews(listener: () => void): () => void {
  newsListeners.add(listener)
  return () => newsListeners.delete(listener)
}

/** Called when the connection is there, or back: whatever was missed until then has to be read again. */
export function onReturn(listener: () => void): () => void {
  returnListeners.add(listener)
  return () => returnListeners.delete(listener)
}

export async function connectLive(org: string): Promise<void> {
  if (wantedOrg === org) return
  disconnectLive()
  wantedOrg = org
  const { io } = await import('socket.io-client')
  if (wantedOrg !== org) return
  socket = io({
    // Long polling would need every request of a socket to reach the same server.
    transports: ['websocket'],
    auth: (give) => void tokenOrNone().then((token) => give({ token, org })),
  })
  let hasRenewed = false
  socket.on('connect', () => {
    setStatus('live')
    hasRenewed = false
    // The first time too: what was read before it may have changed until then.
    for (const listener of returnListeners) listener()
  })
  socket.on('disconnect', (reason) => {
    setStatus('polling')
    if (reason === 'io server disconnect') comeBack(socket, COME_BACK_MS)
  })
  socket.on('connect_error', ({ message }) => {
    setStatus('polling')
    if (socket?.active) return
    // Another token would not help an organisation that does not sync yet, nor after one did not.
    const isPointless = hasRenewed || message === 'not_enabled'
    hasRenewed = !isPointless
    if (isPointless) comeBack(socket, POLL_MS)
    else void tokenOrNone().then(renewAndReconnect)
  })
  socket.on('conflict', (message: unknown) => {
    const event = conflictEvent.safeParse(message)
    if (event.success) for (const listener of conflictListeners) listener(event.data)
  })
  socket.on('notification', () => {
    for (const listener of newsListeners) listener()
  })
  socket.on('presence', (message: unknown) => {
    const event = presenceEvent.safeParse(message)
    if (event.success) seePresence(event.data.conflict_id, event.data.looking)
  })
}

export function disconnectLive(): void {
  wantedOrg = null
  socket?.close()
  socket = null
  forgetPresence()
  setStatus('polling')
}

/**
 * Whom the server itself has turned away, because it stops, a token has ended or rights have changed, does not come
 * back by itself. A random pause keeps everybody from coming back in the same moment.
 */
function comeBack(turnedAway: Socket | null, aboutMs: number): void {
  const pauseMs = aboutMs * (0.5 + Math.random())
  setTimeout(() => turnedAway === socket && turnedAway?.connect(), pauseMs)
}

/** Without an answer about the token the handshake is tried all the same: it must not stay half done. */
async function tokenOrNone(): Promise<string> {
  return (await currentAccessToken().catch(() => null)) ?? ''
}

/** The server refused the handshake: the access token has died meanwhile, or the person must sign in again. */
async function renewAndReconnect(dead: string): Promise<void> {
  const renewed = await renewAccessToken(dead).catch(() => null)
  if (renewed === null) comeBack(socket, POLL_MS)
  else socket?.connect()
}

function subscribeStatus(listener: () => void): () => void {
  statusListeners.add(listener)
  const onNetwork = () => listener()
  window.addEventListener('online', onNetwork)
  window.addEventListener('offline', onNetwork)
  return () => {
    statusListeners.delete(listener)
    window.removeEventListener('online', onNetwork)
    window.removeEventListener('offline', onNetwork)
  }
}

function readStatus(): LiveStatus {
  return typeof navigator !== 'undefined' && !navigator.onLine ? 'offline' : status
}

function setStatus(next: LiveStatus): void {
  if (status === next) return
  status = next
  for (const listener of statusListeners) listener()
}
