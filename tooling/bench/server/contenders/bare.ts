import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Arena, withClient } from '../arena.ts'
import { fillBareTables, makeBareTables } from './bare.sql.ts'
import type { LiveContender, Tally } from './contender.ts'
import { openLine } from './http.ts'
import { listenToStream } from './live-stream.ts'
import { PAGE_ROWS, rowsIn, toBatch } from './wire.ts'

const PROGRAM = fileURLToPath(new URL('./bare-server.ts', import.meta.url))

export async function startBare(arena: Arena, database: string): Promise<LiveContender> {
  const databaseUrl = await arena.makeDatabase(database)
  await withClient(databaseUrl, makeBareTables)
  const child = fork(PROGRAM, [databaseUrl])
  const { address } = await firstWord(child)
  const line = openLine(address)
  return {
    name: 'bare SQL server',
    databaseUrl,
    databasePid: arena.pid,
    serverPid: child.pid ?? null,
    lanesMax: Number.POSITIVE_INFINITY,
    fill: (stock) => withClient(databaseUrl, (client) => fillBareTables(client, stock)),
    prepare: async () => {},
    ready: (device, operations) => {
      const body = toBatch(device, operations)
      return () => line.post('/push', body)
    },
    tally: tallyOf,
    page: async (_device, since) => {
      const body = await line.get(`/feed?since=${since ?? '0'}&limit=${PAGE_ROWS}`)
      const rows = rowsIn(body)
      return { rows, next: rows < PAGE_ROWS ? null : nextOf(body), names: () => namesIn(body) }
    },
    listen: (heard) => listenToStream(`${address}/live`, heard),
    stop: async () => {
      line.close()
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

async function firstWord(child: ReturnType<typeof fork>): Promise<{ address: string }> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The bare server ended with code ${code} before it was ready`)
  })
  const [said] = await Promise.race([once(child, 'message'), ended])
  return { address: String(said.address) }
}

function tallyOf(answer: Buffer): Tally {
  const { results }: { results: { status: string }[] } = JSON.parse(answer.toString())
  const count = (status: string) => results.filter((result) => result.status === status).length
  return { applied: count('applied'), conflicts: count('conflict') }
}

/** Where the next page begins, without reading the rows. */
function nextOf(body: Buffer): string {
  const end = body.lastIndexOf('"next_since":"') + '"next_since":"'.length
  return body.subarray(end, body.indexOf('"', end)).toString()
}

function namesIn(body: Buffer): string[] {
  const { rows }: { rows: { name: string }[] } = JSON.parse(body.toString())
  return rows.map(({ name }) => name)
}
