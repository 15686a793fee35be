/** Plays a recorded client against today's server, and tells what that client would no longer understand. */
import { randomUUID } from 'node:crypto'
import type { Json } from '@dartwing/rules'
import { io } from 'socket.io-client'
import { vi } from 'vitest'
import type { Exchange, Recording } from './recording.ts'

const PLACEHOLDER = /00000000-0000-4000-8000-\d{12}|recorded-[a-z_]+-\d+/g
/** Where a client looks at the word itself, not only at its being text. */
const WORDS = new Set([
  ...[
    'status',
    'code',
    'winner',
    'gone',
    'reason',
    'kind',
    'state',
    'change',
    'role',
    'action',
    'op',
    'type',
  ],
  ...['conflict_strategy', 'strategy', 'disposition', 'timeout_outcome', 'conflict_type', 'doctype', 'field'],
])

/** What the placeholders stand for in this playing: the client's own ids are made anew, the server's are heard. */
export class Replay {
  readonly #values = new Map<string, string>()
  readonly #address: string

  constructor(address: string) {
    this.#address = address
  }

  /** Plays all of it in order; answers what differs, one line each, nothing when the old client is served. */
  async play(recording: Recording): Promise<string[]> {
    const { socket } = recording
    if (socket === undefined) return this.#exchangeAll(recording.exchanges)
    const heard: { event: string; payload: unknown }[] = []
    const connection = io(this.#address, {
      auth: JSON.parse(this.#fill(JSON.stringify(socket.auth))),
      transports: ['websocket'],
      reconnection: false,
    })
    try {
      connection.onAny((event: string, payload: unknown) => {
        // An event that was not there yet is nothing to a client of that time.
        if (socket.events.some((known) => known.event === event)) heard.push({ event, payload })
      })
      await vi.waitUntil(() => connection.connected, { timeout: 60_000 })
      const differences = await this.#exchangeAll(recording.exchanges)
      await vi.waitUntil(() => heard.length >= socket.events.length, { timeout: 60_000 })
      return [...differences, ...this.#compare(socket.events, heard, 'events')]
    } finally {
      connection.close()
    }
  }

  async #exchangeAll(exchanges: readonly Exchange[]): Promise<string[]> {
    const differences: string[] = []
    for (const [index, exchange] of exchanges.entries()) {
      const at = `${index} ${exchange.request.method} ${exchange.request.path}`
      differences.push(...(await this.#exchange(exchange)).map((difference) => `${at}: ${difference}`))
    }
    return differences
  }

  async #exchange({ request, answer }: Exchange): Promise<string[]> {
    const { method, path, query, headers, body }: Exchange['request'] = JSON.parse(
      this.#fill(JSON.stringify(request)),
    )
    const target = new URL(path, this.#address)
    for (const [key, value] of Object.entries(query ?? {})) target.searchParams.set(key, value)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(target, { method, headers, ...(body === undefined ? {} : { body: text }) })
    const got = await response.text()
    const real = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      ...(got === '' ? {} : { body: JSON.parse(got) }),
    }
    if (real.status !== answer.status) return [`answers ${real.status} ${got.slice(0, 300)}`]
    return this.#compare(answer, real, '')
  }

  /** An id or token that nobody has told yet is the client's own. */
  #fill(text: string): string {
    return text.replaceAll(PLACEHOLDER, (placeholder) => {
      const value = this.#values.get(placeholder) ?? randomUUID()
      this.#values.set(placeholder, value)
      return value
    })
  }

  #compare(recorded: unknown, real: unknown, path: string): string[] {
    if (typeof recorded === 'string') return this.#compareText(recorded, real, path)
    if (typeOf(recorded) !== typeOf(real)) return [`${path} is ${typeOf(real)}, and was ${typeOf(recorded)}`]
    if (Array.isArray(recorded) && Array.isArray(real)) {
      if (recorded.length !== real.length)
        return [`${path} has ${real.length} items, and had ${recorded.length}`]
      return recorded.flatMap((item, index) => this.#compare(item, real[index], `${path}[${index}]`))
    }
    if (isObject(recorded) && isObject(real)) {
      return Object.entries(recorded).flatMap(([key, value]) =>
        Object.hasOwn(real, key)
          ? this.#compare(value, real[key], `${path}.${key}`)
          : [`${path}.${key} is gone`],
      )
    }
    return typeof recorded === 'boolean' && recorded !== real ? [`${path} is ${real}`] : []
  }

  #compareText(recorded: string, real: unknown, path: string): string[] {
    if (typeof real !== 'string') return [`${path} is ${typeOf(real)}, and was text`]
    const key =
      path
        .replace(/\[\d+\]$/, '')
        .split('.')
        .at(-1) ?? ''
    if (WORDS.has(key) && /^[a-z_]+$/.test(recorded) && recorded !== real)
      return [`${path} is ${real}, and was ${recorded}`]
    if (!this.#learn(recorded, real)) return [`${path} is ${real}, and was like ${recorded}`]
    const expected = this.#fill(recorded)
    return expected !== recorded && expected !== real ? [`${path} is ${real}, and not ${expected}`] : []
  }

  /** What the server has given a name to is read out of its answer; a token may be another each time. */
  #learn(recorded: string, real: string): boolean {
    if (recorded.startsWith('recorded-')) this.#values.set(recorded, real)
    const unknown = (recorded.match(PLACEHOLDER) ?? []).filter((name) => !this.#values.has(name))
    const [name] = unknown
    if (name === undefined) return true
    const [before = '', after = ''] = this.#fillKnown(recorded).split(name)
    if (!real.startsWith(before) || !real.endsWith(after)) return false
    this.#values.set(name, real.slice(before.length, real.length - after.length))
    return true
  }

  #fillKnown(text: string): string {
    return text.replaceAll(PLACEHOLDER, (placeholder) => this.#values.get(placeholder) ?? placeholder)
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value
}

function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
