/** The product itself: the built API in a process of its own, spoken to as devices speak to it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENDPOINTS } from '@dartwing/protocol'
import { freePort } from '@dartwing/start/free-port'
import { startApi, untilReady } from '@dartwing/start/serve-api'
import { type Arena, withClient } from '../arena.ts'
import { ORG } from '../work/tickets.ts'
import type { LiveContender, Tally } from './contender.ts'
import { openLine } from './http.ts'
import { listenToSocket } from './live-socket.ts'
import { fillTables } from './real.sql.ts'
import { PAGE_ROWS, rowsIn, toBatch } from './wire.ts'

const EMAIL = 'resolver@demo.test'
/** One account may have fifty connections. */
const LISTENERS = [EMAIL, 'admin@demo.test', 'reception@demo.test']
/** Access tokens live fifteen minutes. */
const TOKEN_AGE_MAX_MS = 10 * 60_000

export interface Real extends LiveContender {
  readonly address: string
  token(): Promise<string>
}

export async function startReal(arena: Arena, database: string, env: NodeJS.ProcessEnv = {}): Promise<Real> {
  const databaseUrl = await arena.makeDatabase(database)
  const dataDir = mkdtempSync(join(tmpdir(), 'dartwing-bench-'))
  const port = await freePort()
  const secret = randomBytes(32).toString('base64url')
  const api = startApi(
    { port, host: '127.0.0.1', dataDir, databaseUrl, demo: 'yes', authSecret: secret },
    { DATABASE_URL: databaseUrl, AUTH_SECRET: secret, DEMO: '1', ...env },
  )
  await untilReady(api, new AbortController().signal)
  const address = `http://127.0.0.1:${port}`
  const line = openLine(address)
  const tokens = LISTENERS.map((email) => keepToken(address, email))
  const [token = keepToken(address, EMAIL)] = tokens
  let listeners = 0
  return {
    name: 'real server',
    address,
    token,
    databaseUrl,
    databasePid: arena.pid,
    serverPid: api.child.pid,
    lanesMax: Number.POSITIVE_INFINITY,
    fill: (stock) => withClient(databaseUrl, (client) => fillTables(client, stock)),
    prepare: async () => {
      line.headers = { authorization: `Bearer ${await token()}` }
    },
    ready: (device, operations) => {
      const body = toBatch(device, operations)
      return () => line.post(ENDPOINTS.upsertBatch, body)
    },
    tally: tallyOf,
    page: async (device, since) => {
      const query = { org: ORG, limit: String(PAGE_ROWS), device_id: device, ...(since ? { since } : {}) }
      const body = await line.get(`${ENDPOINTS.feed}?${new URLSearchParams(query)}`)
      return { rows: rowsIn(body), next: nextOf(body), names: () => namesIn(body) }
    },
    listen: async (heard) => {
      const tokenOf = tokens[listeners++ % tokens.length] ?? token
      return listenToSocket(address, { token: await tokenOf(), org: ORG }, heard)
    },
    stop: async () => {
      line.close()
      await api.child.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function tallyOf(answer: Buffer): Tally {
  const { message }: { message: { results: { status: string }[] } } = JSON.parse(answer.toString())
  const strange = message.results.find(({ status }) => status !== 'success' && status !== 'conflict')
  if (strange !== undefined) throw new Error(`Unexpected result: ${JSON.stringify(strange).slice(0, 2000)}`)
  const conflicts = message.results.filter(({ status }) => status === 'conflict').length
  return { applied: message.results.length - conflicts, conflicts }
}

/** The end of the page is a small object of its own; the rows before it are left unread. */
function nextOf(body: Buffer): string | null {
  const end = body.lastIndexOf('],"next_since":')
  if (end === -1) throw new Error('A page without next_since')
  const { message }: { message: { next_since: string; has_more: boolean } } = JSON.parse(
    `{"message":{"rows":[${body.subarray(end).toString()}`,
  )
  return message.has_more ? message.next_since : null
}

function namesIn(body: Buffer): string[] {
  const { message }: { message: { rows: { name: string }[] } } = JSON.parse(body.toString())
  return message.rows.map(({ name }) => name)
}

/** Signs in once, and again when the token has become old. */
function keepToken(address: string, email: string): () => Promise<string> {
  let kept = { token: Promise.resolve(''), at: Number.NEGATIVE_INFINITY }
  return () => {
    if (Date.now() - kept.at > TOKEN_AGE_MAX_MS) kept = { token: signIn(address, email), at: Date.now() }
    return kept.token
  }
}

async function signIn(address: string, email: string): Promise<string> {
  const answer = await fetch(address + ENDPOINTS.login, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'demo' }),
  })
  const { access_token }: { access_token: string } = JSON.parse(await answer.text())
  return access_token
}
