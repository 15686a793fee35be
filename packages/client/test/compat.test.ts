/** This client with servers of other releases: with older ones as recorded, with newer ones that say more. */
import { readdirSync, readFileSync } from 'node:fs'
import { ENDPOINTS, type FeedRow, type ItemResult, type Operation } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import type { SyncClient } from '../src/index.ts'
import { useBench } from './device.ts'
import { answering, type Reply, resultOf, type Situation } from './scripted-server.ts'

const bench = useBench()
const FOLDER = new URL('../../protocol/compat/', import.meta.url)

interface Exchange {
  readonly request: {
    readonly path: string
    readonly headers: { readonly authorization?: string }
    readonly body: { readonly operations: readonly Operation[]; readonly email: string }
  }
  readonly answer: {
    readonly status: number
    readonly body: {
      readonly access_token: string
      readonly message: {
        readonly rows: readonly FeedRow[]
        readonly results: readonly ItemResult[]
        readonly epoch: string
      }
    }
  }
}

/** What the devices of a version heard, device by device. */
function recordedDevices(): [string, Exchange[]][] {
  return readdirSync(FOLDER).flatMap((version) => {
    const text = readFileSync(new URL(`${version}/1-devices.json`, FOLDER), 'utf8')
    const { exchanges }: { exchanges: Exchange[] } = JSON.parse(text)
    const logins = exchanges.filter(({ request }) => request.path === ENDPOINTS.login)
    return logins.map((login): [string, Exchange[]] => {
      const bearer = `Bearer ${login.answer.body.access_token}`
      const own = exchanges.filter(({ request }) => request.headers.authorization === bearer)
      return [`${login.request.body.email}, version ${version}`, [login, ...own]]
    })
  })
}

/** The recorded answer, about the ids that were sent just now. */
const playBack =
  ({ answer }: Exchange): Situation =>
  (_ordinary, request): Reply => {
    const { results } = answer.body.message
    const own = results?.map((result, index) => ({
      ...result,
      mutation_id: request.body.operations?.[index]?.mutation_id,
    }))
    const message = { ...answer.body.message, ...(own === undefined ? {} : { results: own }) }
    return { status: answer.status, body: { message } }
  }

async function queueAgain(client: SyncClient, { op, doctype, name = null, data }: Operation): Promise<void> {
  await client.queueChange(doctype, name, data ?? {}, { op })
}

describe('what was recorded of an older server', () => {
  it.each(recordedDevices())('is understood by the device of %s', async (_who, [login, ...exchanges]) => {
    const firstRead = exchanges.find(({ request }) => request.path === ENDPOINTS.feed)
    if (login === undefined || firstRead === undefined) throw new Error('nothing was recorded')
    const client = await bench.open()
    bench.server.next(ENDPOINTS.login, () => ({ body: login.answer.body }))
    await client.login(login.request.body.email, 'demo')
    // This release sends nothing before it knows the epoch; an older one did.
    bench.server.validToken = login.answer.body.access_token
    bench.server.epoch = firstRead.answer.body.message.epoch
    await client.sync()
    const answered: ItemResult[] = []
    const rows = new Map<string, FeedRow>()
    for (const exchange of exchanges) {
      const { path, body } = exchange.request
      if (path !== ENDPOINTS.feed && path !== ENDPOINTS.upsertBatch) continue
      bench.server.next(path, playBack(exchange))
      if (path === ENDPOINTS.upsertBatch) {
        for (const operation of body.operations) await queueAgain(client, operation)
        answered.push(...exchange.answer.body.message.results)
        continue
      }
      expect((await client.sync()).ended.kind).toBe('complete')
      for (const row of exchange.answer.body.message.rows) rows.set(`${row.doctype} ${row.name}`, row)
    }
    for (const row of rows.values()) {
      const copy = await client.get(row.doctype, row.name)
      expect(copy).toMatchObject({ seq: row.seq, gone: row.gone, hold: row.conflict })
      expect(copy?.data).toEqual(row.gone === null ? row.data : null)
    }
    const refused = answered.filter(({ status }) => status === 'rejected')
    expect((await client.pending()).map(({ error }) => error?.code)).toEqual(
      refused.map(({ error }) => error?.code),
    )
  })
})

describe('a newer server', () => {
  const NEWER = { added: { in: ['a', 'later', 'release'] } }

  it('may add keys to every message', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    bench.server.next(ENDPOINTS.feed, (ordinary) => withKeys(ordinary(), NEWER))
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak in the cellar' })
    bench.server.next(ENDPOINTS.upsertBatch, (ordinary) => withKeys(ordinary(), NEWER))
    expect(await client.sync()).toMatchObject({ status: 'success', ended: { kind: 'complete' }, retry: [] })
    expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'Leak in the cellar' })
  })

  it('may use a status that is not known: the change stays, and settles when it is', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'A' })
    await client.queueChange('Ticket', null, { subject: 'B' })
    let asked = 0
    const unknown = answering((operation) => {
      asked += 1
      return operation.data?.subject === 'A'
        ? { ...resultOf(operation), status: 'deferred' }
        : resultOf(operation)
    })
    bench.server.next(ENDPOINTS.upsertBatch, ...Array.from({ length: 5 }, () => unknown))
    const result = await client.sync()
    expect(result.retry.map(({ data }) => data?.subject)).toEqual(['A'])
    expect(asked).toBeGreaterThan(2)
    expect((await client.sync()).counts.success).toBe(1)
    expect(await client.pending()).toEqual([])
  })

  it.each<[string, Record<string, unknown>]>([
    ['strategy', { conflict_strategy: 'ask_the_moon' }],
    ['kind of notice', { notifications: [{ type: 'sung', message: 'La' }] }],
    ['winner', { decisions: [{ field: 'subject', winner: 'nobody', rule: 'r' }] }],
    ['error code', { error: { code: 'new_code', message: 'x' } }],
  ])('may settle a change by a %s that is not known: it has settled', async (_what, words) => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Mine' })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => ({
        ...resultOf(operation, {
          status: 'conflict',
          version: 2,
          seq: '7',
          resolved_doc: { subject: 'Theirs' },
        }),
        ...words,
      })),
    )
    expect((await client.sync()).counts.conflict).toBe(1)
    expect(await client.pending()).toEqual([])
    expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'Theirs' })
    expect(bench.server.pushes()).toHaveLength(1)
  })

  it('may refuse by a code that is not known: kept and shown, item or whole', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'A' })
    const code = 'moon_in_the_wrong_phase'
    const problem = { type: 'about:blank', title: 'No', status: 403, code, retryable: false, ...NEWER }
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403, body: problem }))
    expect((await client.sync()).ended).toMatchObject({ kind: 'refused', problem: { code } })
    expect(await client.status()).toMatchObject({ waiting: 1, rejected: 0 })
    bench.server.next(
      ENDPOINTS.upsertBatch,
      answering((operation) => resultOf(operation, { status: 'rejected', error: { code, message: 'No' } })),
    )
    expect((await client.sync()).rejected).toMatchObject([{ error: { code }, data: { subject: 'A' } }])
  })

  it('may have a reason for a row that is not known: the row is taken', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    bench.server.next(ENDPOINTS.feed, (ordinary) => withRow(ordinary(), { reason: 'tidied' }))
    const client = await bench.ready()
    expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'Leak' })
  })

  it('may take a record away for a reason that is not known: the copy goes, own changes stay', async () => {
    bench.server.write('Ticket', 'TKT-1', { subject: 'Leak' })
    const client = await bench.ready()
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Mine' })
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    bench.server.write('Ticket', 'TKT-1', {})
    bench.server.next(ENDPOINTS.feed, (ordinary) => withRow(ordinary(), { gone: 'lent_out', data: {} }))
    expect((await client.sync()).rows).toBe(1)
    expect(await client.get('Ticket', 'TKT-1')).toMatchObject({ server: null, data: { subject: 'Mine' } })
    expect(await client.pending()).toMatchObject([{ data: { subject: 'Mine' } }])
  })

  it('may give people roles that are not known', async () => {
    const client = await bench.open()
    bench.server.next(ENDPOINTS.login, (ordinary) => {
      const text = JSON.stringify(ordinary().body).replace('"technician"', '"astronaut"')
      return { body: JSON.parse(text) }
    })
    expect((await client.login('ana@demo.test', 'demo')).organisations[0]?.role).toBe('technician')
    expect((await client.sync()).ended.kind).toBe('complete')
  })
})

describe('fields that this release does not know', () => {
  const CUSTOM = { custom_weather: { sky: 'grey', hours: [1, null, 2.5] }, flag_x: null }
  const PARTS = [{ item_code: 'FUSE', quantity: 1, colour_of_the_box: 'red' }]

  it('are kept, shown, and not touched by a change of another field', async () => {
    bench.server.write('Dispatch Job', 'JOB-1', { title: 'Boiler', parts_used: PARTS, ...CUSTOM })
    const client = await bench.ready()
    await client.queueChange('Dispatch Job', 'JOB-1', { title: 'Boiler, cellar' })
    const shown = { title: 'Boiler, cellar', parts_used: PARTS, ...CUSTOM }
    expect((await client.get('Dispatch Job', 'JOB-1'))?.data).toEqual(shown)
    await client.sync()
    expect(bench.server.pushes()[0]?.body.operations?.[0]).toMatchObject({
      data: { title: 'Boiler, cellar' },
      base: { title: 'Boiler' },
    })
    expect((await client.get('Dispatch Job', 'JOB-1'))?.data).toEqual(shown)
  })

  it('are sent as they were given, rows of a table too, over a restart and a lost answer', async () => {
    const client = await bench.ready()
    const { name } = await client.queueChange('Dispatch Job', null, {
      title: 'Boiler',
      parts_used: PARTS,
      ...CUSTOM,
    })
    await client.close()
    const again = await bench.open()
    bench.server.next(ENDPOINTS.upsertBatch, (ordinary) => {
      ordinary()
      return 'cut'
    })
    await again.sync()
    const sent = bench.server.pushes().map(({ body }) => body.operations?.[0]?.data)
    expect(sent).toEqual([sent[0], sent[0]])
    expect(sent[0]).toEqual({ title: 'Boiler', parts_used: PARTS, ...CUSTOM })
    expect((await again.get('Dispatch Job', name))?.data).toEqual(sent[0])
  })
})

function withKeys(reply: Reply, keys: object): Reply {
  const added: unknown = JSON.parse(JSON.stringify(reply.body), (_key, value: unknown) =>
    isObject(value) && !('subject' in value) ? { ...value, ...keys } : value,
  )
  return { ...reply, body: added }
}

function withRow(reply: Reply, words: object): Reply {
  const changed: unknown = JSON.parse(JSON.stringify(reply.body), (_key, value: unknown) =>
    isObject(value) && 'seq' in value ? { ...value, ...words } : value,
  )
  return { ...reply, body: changed }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
