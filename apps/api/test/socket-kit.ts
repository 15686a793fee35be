/** Live connections as devices and browsers have them, and everything they hear. */
import type { FeedRow, ServerEvents } from '@dartwing/protocol'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { vi } from 'vitest'
import { ORG, signIn } from './api-kit.ts'

export interface Heard {
  readonly event: string
  readonly text: string
}

/** Clients may say whatever they like. */
type Client = Socket<ServerEvents, Record<string, (payload: unknown) => void>>

export interface Line {
  readonly socket: Client
  /** All events in order, whatever they are called. */
  readonly heard: readonly Heard[]
  readonly rows: readonly FeedRow[]
  /** Resolves once it has heard an event with this in it. */
  until(text: string): Promise<void>
  /** Why it was cut off; null while it is connected. */
  readonly cut: string | null
  close(): void
}

type Options = Partial<ManagerOptions & SocketOptions>

/** Rejects when the server refuses. */
export async function openLine(
  address: string,
  auth: Readonly<Record<string, unknown>>,
  more: Options = {},
): Promise<Line> {
  const socket: Client = io(address, {
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...more,
  })
  const heard: Heard[] = []
  const rows: FeedRow[] = []
  let cut: string | null = null
  socket.on('delta', (row) => rows.push(row))
  socket.onAny((event: string, payload: unknown) => heard.push({ event, text: JSON.stringify(payload) }))
  socket.on('connect', () => {
    cut = null
  })
  socket.on('disconnect', (reason) => {
    cut = reason
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', (error) => {
      if (more.reconnection === true) return
      socket.close()
      reject(error)
    })
  })
  return {
    socket,
    heard,
    rows,
    until: async (text) => {
      await vi.waitUntil(() => heard.some((one) => one.text.includes(text)), { timeout: 15_000, interval: 5 })
    },
    get cut() {
      return cut
    },
    close: () => void socket.close(),
  }
}

export async function openLineOf(
  address: string,
  email: string,
  org = ORG,
  more: Options = {},
): Promise<Line> {
  return openLine(address, { token: await signIn(address, email), org }, more)
}
