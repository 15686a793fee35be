/** Stands between clients and the server and writes down what they say. */
import type { ServerEvents } from '@dartwing/protocol'
import { io, type Socket } from 'socket.io-client'
import { vi } from 'vitest'
import { z } from 'zod'
import type { Exchange, Heard, Recording } from './recording.ts'

/** The headers that mean something to one side or the other. */
const REQUEST_HEADERS = ['authorization', 'content-type', 'if-match', 'idempotency-key', 'if-none-match']
const ANSWER_HEADERS = ['content-type', 'x-protocol-version', 'etag']

export class Recorder {
  readonly recordings = new Map<string, Recording>()
  readonly #address: string
  #exchanges: Exchange[] = []

  constructor(address: string) {
    this.#address = address
  }

  /** What follows belongs to this file. */
  begin(file: string, about: string): void {
    this.#exchanges = []
    this.recordings.set(file, { about, exchanges: this.#exchanges })
  }

  /** In place of a client's own. */
  readonly fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(address, init)
    const { pathname, searchParams } = new URL(address)
    this.#exchanges.push({
      request: {
        method: init.method ?? 'GET',
        path: pathname,
        ...(searchParams.size === 0 ? {} : { query: Object.fromEntries(searchParams) }),
        headers: pick(new Headers(init.headers), REQUEST_HEADERS),
        ...(typeof init.body === 'string' ? { body: parsed(init.body) } : {}),
      },
      answer: {
        status: response.status,
        headers: pick(response.headers, ANSWER_HEADERS),
        ...bodyOf(await response.clone().text()),
      },
    })
    return response
  }

  /** Writes down what a socket hears while `meanwhile` goes on, until `count` events have come. */
  async listen(
    file: string,
    auth: Heard['auth'],
    count: number,
    meanwhile: () => Promise<unknown>,
  ): Promise<void> {
    const events: Heard['events'] = []
    const socket: Socket<ServerEvents> = io(this.#address, {
      auth,
      transports: ['websocket'],
      reconnection: false,
    })
    try {
      socket.onAny((event: string, payload: unknown) =>
        events.push({ event, payload: z.json().parse(payload) }),
      )
      await vi.waitUntil(() => socket.connected, { timeout: 60_000 })
      await meanwhile()
      await vi.waitUntil(() => events.length >= count, { timeout: 60_000 })
    } finally {
      socket.close()
    }
    const recording = this.recordings.get(file)
    if (recording !== undefined) this.recordings.set(file, { ...recording, socket: { auth, events } })
  }
}

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  )
}

function parsed(text: string): z.infer<ReturnType<typeof z.json>> {
  try {
    return z.json().parse(JSON.parse(text))
  } catch {
    return text
  }
}

const bodyOf = (text: string) => (text === '' ? {} : { body: parsed(text) })
