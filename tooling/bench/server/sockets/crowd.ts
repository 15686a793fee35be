/** Those who listen: which document each of them has heard of, how often, and how long after it was sent. */
import { ENDPOINTS } from '@dartwing/protocol'
import { openLine } from '../contenders/http.ts'
import { listenToSocket } from '../contenders/live-socket.ts'
import { emailOf, orgOf } from './organisations.sql.ts'

/** So many connections are opened at the same time. */
const OPENING = 50

export interface Crowd {
  /** Connections to each organisation. */
  readonly each: number
  readonly tokens: readonly string[]
  /** Deliveries since the last call of `forget`: each is one document heard by one connection. */
  heard(): { readonly delivered: number; readonly doubled: number; readonly latencies: readonly number[] }
  forget(): void
  hangUp(): void
}

export async function gatherCrowd(
  addresses: readonly string[],
  { organisations, listeners }: { readonly organisations: number; readonly listeners: number },
  sentAt: ReadonlyMap<string, number>,
): Promise<Crowd> {
  const tokens: string[] = []
  for (let index = 0; index < organisations; index += 1) {
    tokens.push(await signIn(addresses[index % addresses.length] ?? '', emailOf(index)))
  }
  let heard = Array.from({ length: listeners }, () => new Set<string>())
  let [doubled, latencies] = [0, [] as number[]]
  const listen = (listener: number) => (text: string) => {
    const name = /"name":"(LIVE-[^"]*)"/.exec(text)?.[1]
    const began = sentAt.get(name ?? '')
    if (name === undefined || began === undefined) return
    latencies.push(performance.now() - began)
    if (heard[listener]?.has(name)) doubled += 1
    heard[listener]?.add(name)
  }
  const lines: (() => void)[] = []
  for (let opened = 0; opened < listeners; opened += OPENING) {
    const some = Array.from({ length: Math.min(OPENING, listeners - opened) }, (_, index) => opened + index)
    const open = some.map((listener) => {
      const org = listener % organisations
      // Neighbours of one organisation are spread over the processes.
      const address = addresses[Math.floor(listener / organisations) % addresses.length] ?? ''
      return listenToSocket(address, { token: tokens[org] ?? '', org: orgOf(org) }, listen(listener))
    })
    lines.push(...(await Promise.all(open)))
  }
  return {
    each: listeners / organisations,
    tokens,
    heard: () => ({ delivered: heard.reduce((sum, names) => sum + names.size, 0), doubled, latencies }),
    forget: () => {
      heard = heard.map(() => new Set())
      ;[doubled, latencies] = [0, []]
    },
    hangUp: () => {
      for (const hangUp of lines) hangUp()
    },
  }
}

async function signIn(address: string, email: string): Promise<string> {
  const line = openLine(address)
  const answer = await line.post(ENDPOINTS.login, Buffer.from(JSON.stringify({ email, password: 'demo' })))
  line.close()
  const { access_token }: { access_token: string } = JSON.parse(answer.toString())
  return access_token
}
