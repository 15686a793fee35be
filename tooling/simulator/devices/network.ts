import { ENDPOINTS } from '@dartwing/protocol'
import type { Answer, Request } from '../server/server.ts'
import type { Chaos } from '../world/chaos.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'

export interface Network {
  /** Devices of which the server saw an old refresh once more: it takes that for a thief's, and ends the sign-in. */
  readonly takenForThieves: ReadonlySet<string>
  /** As a device's `fetch`: what it throws is what a device sees of a network. */
  fetch(
    from: { readonly name: string; readonly isOffline: () => boolean },
    address: string,
    init: RequestInit,
  ): Promise<Response>
}

const MINUTE = 60_000
/** What somebody between device and server says in the server's place. */
const HOTEL = '<html>Sign in to the hotel</html>'

export function createNetwork(world: {
  readonly scheduler: Scheduler
  readonly chaos: Chaos
  readonly random: Random
  readonly serve: (request: Request, from: string) => Promise<Answer>
}): Network {
  const { scheduler, chaos, random, serve } = world
  const later = <T>(milliseconds: number, act: () => T | Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      scheduler.after(milliseconds, async () => {
        await Promise.resolve().then(act).then(resolve, reject)
      })
    })
  const takenForThieves = new Set<string>()
  const serveLate = async (request: Request, name: string, how: string) => {
    if (request.url.startsWith(ENDPOINTS.refresh)) takenForThieves.add(name)
    await serve(request, `${name} (${how})`)
  }
  return {
    takenForThieves,
    fetch: async ({ name, isOffline }, address, init) => {
      const request = requestOf(address, init)
      if (isOffline()) return later(random.int(10, 500), () => lost('no network'))
      if (chaos.strikes('request_lost')) return later(random.int(1_000, 30_000), () => lost('request lost'))
      if (chaos.strikes('held_back')) {
        // The device gives up; the request arrives all the same, after others that were sent later.
        scheduler.after(random.int(31_000, 20 * MINUTE), () => serveLate(request, name, 'late'))
        return later(30_000, () => lost('timeout'))
      }
      if (request.body !== undefined && chaos.strikes('corrupted')) {
        const body = withoutOneBrace(request.body, random)
        return later(random.int(5, 400), async () => responseOf(await serve({ ...request, body }, name)))
      }
      if (request.body !== undefined && chaos.strikes('unknown_word')) {
        const body = inAnotherWord(request.body)
        if (body !== null) return later(random.int(5, 400), () => new Response(body, { status: 200 }))
      }
      if (chaos.strikes('garbled'))
        return later(random.int(5, 400), () => new Response(HOTEL, { status: 200 }))
      const answer = await later(random.int(5, 400), () => serve(request, name))
      if (chaos.strikes('duplicated')) {
        scheduler.after(random.int(1, 10 * MINUTE), () => serveLate(request, name, 'again'))
      }
      if (chaos.strikes('answer_lost')) return later(random.int(1_000, 30_000), () => lost('answer lost'))
      return later(random.int(5, 400), () => troubled(answer, chaos, random))
    },
  }
}

function lost(reason: string): never {
  throw new TypeError(`fetch failed: ${reason}`)
}

/** What a line that drops a byte makes of a body: nothing that can be read. */
function withoutOneBrace(body: string, random: Random): string {
  const places = [...body.matchAll(/[{}]/g)].map(({ index }) => index)
  const place = random.pick(places)
  return body.slice(0, place) + body.slice(place + 1)
}

/** A newer server answers a batch with a word nobody here has heard, and has done nothing. Null: no batch. */
function inAnotherWord(body: string): string | null {
  const asked: unknown = JSON.parse(body)
  const operations: unknown =
    typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'operations') : null
  if (!Array.isArray(operations)) return null
  const results = operations.map((item: object) => ({ ...item, status: 'postponed' }))
  return JSON.stringify({ message: { results } })
}

function troubled(answer: Answer, chaos: Chaos, random: Random): Response {
  const { status, headers, body } = answer
  if (chaos.strikes('truncated')) {
    return new Response(body.slice(0, random.int(0, Math.max(0, body.length - 1))), { status, headers })
  }
  if (chaos.strikes('overloaded')) {
    const busy = random.pick([429, 500, 502, 503])
    return new Response('busy', { status: busy, headers: { 'retry-after': '2' } })
  }
  return responseOf(answer)
}

function responseOf({ status, headers, body }: Answer): Response {
  return new Response(status === 204 ? null : body, { status, headers: typeOf(headers) })
}

/** Of an answer's headers a device looks at these. */
function typeOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ['content-type', 'retry-after'].flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(kept)
}

function requestOf(address: string, { method = 'GET', headers, body }: RequestInit): Request {
  const { pathname, search } = new URL(address)
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    url: pathname + search,
    headers: Object.fromEntries(new Headers(headers)),
    body: typeof body === 'string' ? body : undefined,
  }
}
