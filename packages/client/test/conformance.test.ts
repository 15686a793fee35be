/** This client passes the cases it gives to clients in other languages. */
import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import { openNodeDriver } from '../src/index.ts'
import { type CaseReply, type ConformanceCase, prepare, readCases } from './conformance-cases.ts'
import { useBench } from './device.ts'
import type { Received, Situation } from './scripted-server.ts'

const bench = useBench()
const cases = readCases()

/** Enough for every attempt of one `sync()` at what the case says nothing more about. */
const ATTEMPTS = 30

/** When a case has no more answers, an upload is answered without results and the feed has nothing new, in its last epoch. */
function plan({ upsert_batch, feed }: ConformanceCase['answers']): void {
  const lost: Situation = () => 'cut'
  const played = (replies: readonly CaseReply[]): Situation[] =>
    replies.map((reply) => () => (reply === 'lost' ? 'cut' : reply))
  const last = feed.at(-1)
  const epochs = feed.flatMap((reply) => /"epoch":"([^"]*)"/.exec(JSON.stringify(reply))?.[1] ?? [])
  const quiet: Situation = (_ordinary, request) => ({
    body: {
      message: {
        rows: [],
        next_since: request.query.get('since') ?? 'cursor-1',
        has_more: false,
        server_ts: '2026-01-05T09:00:00Z',
        epoch: epochs.at(-1) ?? 'epoch-1',
      },
    },
  })
  const empty: Situation = () => ({ body: { message: { results: [], server_ts: '2026-01-05T09:00:00Z' } } })
  const fill = (situation: Situation) => Array.from({ length: ATTEMPTS }, () => situation)
  bench.server.next(ENDPOINTS.upsertBatch, ...played(upsert_batch), ...fill(empty))
  bench.server.next(ENDPOINTS.feed, ...played(feed), ...fill(last === 'lost' ? lost : quiet))
}

const idsOf = (request: Received) => (request.body.operations ?? []).map((one) => one.mutation_id)

describe('conformance', () => {
  it.each(cases.map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { given, answers, expect: law }) => {
      const driver = openNodeDriver(bench.databasePath)
      await prepare(driver, given)
      plan(answers)
      const client = await bench.open({ database: driver })
      await client.sync()

      for (const { doctype, name, shown, ...more } of law.documents ?? []) {
        const copy = await client.get(doctype, name)
        expect(copy?.data).toEqual(shown)
        expect(copy).toMatchObject(more)
      }
      for (const { doctype, name } of law.absent ?? []) expect(await client.get(doctype, name)).toBeNull()
      if (law.queue) {
        const expected = law.queue.map(({ error, ...entry }) =>
          error ? { ...entry, error: { code: error } } : entry,
        )
        expect(await client.pending()).toMatchObject(expected)
      }
      if (law.acknowledged) {
        const rows = await driver.all(
          `SELECT mutation_id FROM mutation WHERE state = 'acknowledged' ORDER BY position`,
        )
        expect(rows.map((row) => row.mutation_id)).toEqual(law.acknowledged)
      }
      if (law.inbox) expect((await client.inbox()).map((item) => item.id)).toEqual(law.inbox)
      const batches = bench.server.pushes().map(idsOf)
      if (law.sent) expect([...new Set(batches.flat())]).toEqual(law.sent)
      // How often a batch is offered that nobody answers is a client's own affair.
      if (law.batches) expect(batches.slice(0, law.batches.length)).toEqual(law.batches)
      const reads = bench.server.received.filter((request) => request.path === ENDPOINTS.feed)
      if (law.since)
        expect(reads.map((request) => request.query.get('since')).slice(0, law.since.length)).toEqual(
          law.since,
        )
      const [cursor] = await driver.all(`SELECT value FROM setting WHERE key = 'cursor'`)
      if (law.cursor) expect(cursor?.value).toBe(law.cursor)
      if (law.blocked) expect((await client.status()).blocked).toBe(law.blocked)
      if (law.reauth) expect((await client.status()).reauth).toBe(true)
      expect(sameIdSameContent(bench.server.pushes())).toBe(true)
    },
  )
})

function sameIdSameContent(pushes: readonly Received[]): boolean {
  const contentOf = new Map<string, string>()
  return pushes.every(({ body }) =>
    (body.operations ?? []).every((one) => {
      const text = JSON.stringify(one)
      const known = contentOf.get(one.mutation_id) ?? text
      contentOf.set(one.mutation_id, known)
      return known === text
    }),
  )
}
