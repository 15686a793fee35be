import { ENDPOINTS } from '@dartwing/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SyncClient } from '../src/index.ts'
import { useBench } from './device.ts'
import {
  failing,
  type Reply,
  refusing,
  replyLost,
  type ScriptedServer,
  type Situation,
} from './scripted-server.ts'

const bench = useBench()

/** Whatever the network does, afterwards every change was applied once and the device equals the server. */
const FAULTS: Record<string, Situation> = {
  none: (ordinary) => ordinary(),
  replyLost,
  cut: () => 'cut',
  error: failing(500),
  truncated: (ordinary) => {
    const text = JSON.stringify(ordinary().body ?? {})
    return { body: text.slice(0, text.length / 2) }
  },
  halfAnswered: (ordinary) => halved(ordinary()),
  expired: refusing('unauthenticated'),
}

const step = fc.oneof(
  fc.record({ do: fc.constant('edit' as const), ticket: fc.nat(1) }),
  fc.record({ do: fc.constant('office' as const), ticket: fc.nat(1) }),
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({
    do: fc.constant('sync' as const),
    push: fc.oneof(
      fc.array(fc.constantFrom(...Object.keys(FAULTS)), { maxLength: 7 }),
      // Longer than the client's patience: what was sent stays, its fate unknown.
      fc.constantFrom('replyLost', 'cut', 'truncated').map((fault) => Array.from({ length: 5 }, () => fault)),
    ),
    feed: fc.array(fc.constantFrom('none', 'cut', 'error', 'truncated', 'gone'), { maxLength: 4 }),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

it('applies every change once, in order, and ends equal to the server', { timeout: 60_000 }, async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      run += 1
      await oneLife(steps, run)
    }),
    { seed: 20260324, numRuns: 80 },
  )
})

async function oneLife(steps: readonly Step[], run: number): Promise<void> {
  const { server } = bench
  const prefix = `TKT-${run}`
  const database = `${bench.databasePath}-${run}`
  const last = new Map<string, number>()
  let client = await bench.open({ database })
  await client.login('ana@demo.test', 'demo')
  for (const [index, one] of steps.entries()) {
    if (one.do === 'edit') await edit(client, `${prefix}-${one.ticket}`, index, last)
    if (one.do === 'office') server.write('Ticket', `${prefix}-${one.ticket}`, { office: index })
    if (one.do === 'sync') await syncUnder(client, server, one)
    if (one.do === 'restart') {
      await client.close()
      client = await bench.open({ database })
    }
  }
  expect((await client.sync()).retry).toEqual([])
  expect(await client.pending()).toEqual([])
  for (const [name, value] of last) {
    expect(server.documents.get(`Ticket/${name}`)?.data.device).toBe(value)
    expect((await client.get('Ticket', name))?.data).toEqual(server.documents.get(`Ticket/${name}`)?.data)
  }
  await client.close()
}

async function edit(
  client: SyncClient,
  name: string,
  value: number,
  last: Map<string, number>,
): Promise<void> {
  await client.queueChange('Ticket', name, { device: value })
  last.set(name, value)
}

async function syncUnder(
  client: SyncClient,
  server: ScriptedServer,
  faults: { readonly push: readonly string[]; readonly feed: readonly string[] },
): Promise<void> {
  const situations = (names: readonly string[]): Situation[] =>
    names.flatMap((name) => (name === 'gone' ? [refusing('cursor_expired')] : [FAULTS[name] ?? failing(500)]))
  server.next(ENDPOINTS.upsertBatch, ...situations(faults.push))
  server.next(ENDPOINTS.feed, ...situations(faults.feed))
  await client.sync()
  server.calm()
}

/** Only the second half of the results arrives; the others have to be asked for again. */
function halved(reply: Reply): Reply {
  const results = resultsOf(reply)
  return { body: { message: { results: results.slice(results.length / 2) } } }
}

function resultsOf({ body }: Reply): unknown[] {
  const message: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : null
  const results: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'results') : null
  return Array.isArray(results) ? results : []
}
