/**
 * What a server of this kind costs at the least: no rules, no rights, one statement per batch or page, and
 * whoever listens is told after the commit. A program of its own, so that it has a core like the real one.
 *
 *   node bare-server.ts <database url>      says its port to the process that forked it
 */
import type { ServerResponse } from 'node:http'
import fastify from 'fastify'
import pg from 'pg'
import { type BareRow, BY_INDEX, pushBatch, readPage } from './bare.sql.ts'

const PAGE_ROWS_MAX = 1000
const connectionString = process.argv[2]
if (connectionString === undefined) throw new Error('usage: bare-server.ts <database url>')
const pool = new pg.Pool({ connectionString, max: 16, options: BY_INDEX })
const listeners = new Set<ServerResponse>()
const app = fastify({ bodyLimit: 5 * 1024 * 1024 })

app.post<{ Body: { operations: unknown[] } }>('/push', async ({ body }, reply) => {
  const { rows } = await pool.query(pushBatch(JSON.stringify(body.operations), listeners.size > 0))
  return reply.send({ results: rows[0].answer })
})

app.get<{ Querystring: { since: string; limit: string } }>('/feed', async ({ query }, reply) => {
  const { rows } = await pool.query<BareRow>(readPage(query.since, Number(query.limit)))
  const next = JSON.stringify({ next_since: rows.at(-1)?.seq_text ?? query.since })
  return reply.type('application/json').send(`{"rows":[${rows.map(rowText).join(',')}],${next.slice(1)}`)
})

app.get('/live', (_request, reply) => {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n')
  listeners.add(reply.raw)
  reply.raw.on('close', () => listeners.delete(reply.raw))
})

process.on('disconnect', () => process.exit())
await followCommits()
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ address: app.listeningOrigin })

/** One read for everybody per commit, or per several that came meanwhile. */
async function followCommits(): Promise<void> {
  const client = new pg.Client({ connectionString, options: BY_INDEX })
  await client.connect()
  let since = '0'
  const tell = async () => {
    const { rows } = await client.query<BareRow>(readPage(since, PAGE_ROWS_MAX))
    since = rows.at(-1)?.seq_text ?? since
    for (const row of rows) for (const each of listeners) each.write(`data: ${rowText(row)}\n\n`)
    isReading = rows.length === PAGE_ROWS_MAX || isAsked
    isAsked = false
    if (isReading) await tell()
  }
  let isReading = false
  let isAsked = false
  client.on('notification', () => {
    if (isReading) isAsked = true
    else {
      isReading = true
      void tell()
    }
  })
  await client.query('LISTEN committed')
}

function rowText({ data_text, seq_text, ...row }: BareRow): string {
  return `${JSON.stringify({ ...row, seq: seq_text }).slice(0, -1)},"data":${data_text}}`
}
