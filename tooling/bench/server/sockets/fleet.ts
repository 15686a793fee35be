/** Several API processes on one database, as a proxy would have them behind it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@dartwing/start/free-port'
import { startApi, untilReady } from '@dartwing/start/serve-api'
import type { Arena } from '../arena.ts'

export interface Fleet {
  readonly databaseUrl: string
  readonly addresses: readonly string[]
  readonly pids: readonly number[]
  stop(): Promise<void>
}

export async function startFleet(arena: Arena, size: number): Promise<Fleet> {
  const databaseUrl = await arena.makeDatabase('sockets')
  const authSecret = randomBytes(32).toString('base64url')
  const ships: { readonly address: string; readonly pid: number; stop(): Promise<void> }[] = []
  for (let index = 0; index < size; index += 1) ships.push(await startOne(databaseUrl, authSecret))
  return {
    databaseUrl,
    addresses: ships.map(({ address }) => address),
    pids: ships.map(({ pid }) => pid),
    stop: async () => {
      await Promise.all(ships.map((ship) => ship.stop()))
    },
  }
}

async function startOne(databaseUrl: string, authSecret: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dartwing-bench-'))
  const port = await freePort()
  const api = startApi(
    { port, host: '127.0.0.1', dataDir, databaseUrl, demo: 'yes', authSecret },
    { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret, DEMO: '1' },
  )
  await untilReady(api, new AbortController().signal)
  return {
    address: `http://127.0.0.1:${port}`,
    pid: api.child.pid,
    stop: async () => {
      await api.child.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
