import { randomUUID } from 'node:crypto'
import { ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CounterWatch } from '../src/feed/counter-watch.ts'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  type RawDevice,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

/** A third technician, who signs in with the others' password. */
const TECH_C = 'tech.c@demo.test'
/** However busy the machine is. */
const SOON = { timeout: 60_000 }

let api: Api
beforeAll(async () => {
  api = await startApi()
  await api.sql.query(
    `WITH added AS (
       INSERT INTO account (email, full_name, password_hash)
       SELECT $1, 'Technician C', password_hash FROM account WHERE email = $2 RETURNING account_id
     ) INSERT INTO membership (org_id, account_id, role) SELECT $3, account_id, 'technician' FROM added`,
    [TECH_C, TECH_B, ORG],
  )
})
afterAll(() => api.close())

/** Four batches of ten, one after the other; the names of what was acknowledged. */
async function writeTickets(writer: RawDevice): Promise<string[]> {
  const names: string[] = []
  for (let batch = 0; batch < 4; batch++) {
    const operations = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? insert('Ticket', `TKT-${randomUUID()}`, { subject: 's' })
        : insert('Vault Document', `VLT-${randomUUID()}`, { title: 's' }),
    )
    const results = await writer.results(operations)
    names.push(...results.flatMap(({ status, name }) => (status === 'success' ? [name ?? ''] : [])))
  }
  return names
}

describe('feed', () => {
  it('loses no row to a reader that tails sixteen writers of two processes', async () => {
    const addresses = [api.address, await api.replica()]
    const at = (index: number) => addresses[index % 2] ?? api.address
    const writers = await Promise.all(Array.from({ length: 16 }, (_, index) => rawDevice(at(index), ADMIN)))
    const readers = await Promise.all(addresses.map((address) => rawDevice(address, ADMIN)))
    let isWriting = true
    const tails = readers.map(async (reader) => {
      const rows: { seq: bigint; name: string }[] = []
      let cursor: string | undefined
      for (let isLast = false; ; isLast = !isWriting) {
        const page = await reader.readAll(cursor)
        rows.push(...page.rows.map((row) => ({ seq: BigInt(row.seq), name: row.name })))
        cursor = page.cursor
        if (isLast) return rows
      }
    })
    const written = (await Promise.all(writers.map(writeTickets))).flat()
    isWriting = false
    expect(new Set(written).size).toBe(640)
    for (const rows of await Promise.all(tails)) {
      const seen = new Set(rows.map(({ name }) => name))
      const holes = rows.filter(({ seq }, index) => index > 0 && seq !== (rows[index - 1]?.seq ?? 0n) + 1n)
      const lost = written.filter((name) => !seen.has(name))
      console.info(`16 writers: ${rows.length} rows read, ${lost.length} lost, ${holes.length} holes`)
      // Ascending across pages, and without a hole: every change of this organisation was an insert.
      expect([lost, holes, rows.length]).toEqual([[], [], 640])
    }
  })

  it('follows a job from A to B to C to A in everybody’s feed', async () => {
    const office = await rawDevice(api.address, ADMIN)
    const people = await Promise.all([TECH_A, TECH_B, TECH_C].map((email) => rawDevice(api.address, email)))
    const cursors: (string | undefined)[] = people.map(() => undefined)
    const name = `JOB-${randomUUID()}`
    /** What each person's feed says about the job since they looked last. */
    const news = () =>
      Promise.all(
        people.map(async (person, index) => {
          const { rows, cursor } = await person.readAll(cursors[index])
          cursors[index] = cursor
          const row = rows.find((candidate) => candidate.name === name)
          if (row?.gone === 'out_of_scope') {
            expect(row).toMatchObject({ data: {}, modified_by: '', origin: null, reason: 'access' })
          }
          return row === undefined ? null : row.gone === null ? row.data.title : row.gone
        }),
      )
    const assign = async (version: number, assigned_to: string) => {
      const [result] = await office.results([update('Dispatch Job', name, version, { assigned_to })])
      expect(result?.status).toBe('success')
      return news()
    }
    await office.results([insert('Dispatch Job', name, { title: 'x', assigned_to: TECH_A })])
    expect(await news()).toEqual(['x', null, null])
    expect(await assign(1, TECH_B)).toEqual(['out_of_scope', 'x', null])
    expect(await assign(2, TECH_C)).toEqual(['out_of_scope', 'out_of_scope', 'x'])
    expect(await assign(3, TECH_A)).toEqual(['x', 'out_of_scope', 'out_of_scope'])
    // Who reads from the beginning only now is told the same as who has read all along.
    cursors.fill(undefined)
    expect(await news()).toEqual(['x', 'out_of_scope', 'out_of_scope'])
  })

  it.each([
    [167, 'conflict'],
    [169, 'rejected'],
  ])('takes what was changed before a reassignment %i hours ago: %s', async (hours, status) => {
    const [office, tech] = [await rawDevice(api.address, ADMIN), await rawDevice(api.address, TECH_A)]
    const name = `JOB-${randomUUID()}`
    await office.results([
      insert('Dispatch Job', name, { title: 'x', status: 'Scheduled', assigned_to: TECH_A }),
      update('Dispatch Job', name, 1, { assigned_to: TECH_B, completion_notes: 'office' }),
    ])
    await api.sql.query(
      'UPDATE document SET audience_at = now() - make_interval(hours => $2) WHERE name = $1',
      [name, hours],
    )
    const late = update('Dispatch Job', name, 1, { completion_notes: 'late' })
    const [result] = await tech.results([late])
    expect([result?.status, result?.error?.code ?? null]).toEqual([
      status,
      status === 'rejected' ? 'not_found' : null,
    ])
    // The answer shows no more than the feed does.
    expect(result).toMatchObject({ resolved_doc: null, server_doc: null })
    expect((await tech.readAll()).rows.find((row) => row.name === name)?.gone).toBe('out_of_scope')
  })

  it('says why a row moved, and marks it while a person is asked', async () => {
    const [one, other] = [await rawDevice(api.address, ADMIN), await rawDevice(api.address, ADMIN)]
    const name = `APT-${randomUUID()}`
    const at = (day: number) => ({
      appointment_datetime: `2035-01-${day}T10:00:00Z`,
      appointment_end_datetime: `2035-01-${day}T11:00:00Z`,
    })
    let since = (await one.readAll()).cursor
    const news = async () => {
      const { rows, cursor } = await one.readAll(since)
      since = cursor
      return rows
    }
    await one.results([insert('Appointment', name, { attendee_name: 'A', ...at(10) })])
    const origin = { device_id: one.device_id, mutation_id: expect.any(String) }
    expect(await news()).toMatchObject([{ name, version: 1, reason: 'write', conflict: null, origin }])
    await other.results([update('Appointment', name, 1, at(12))])
    expect(await news()).toMatchObject([{ name, version: 2, reason: 'write', conflict: null }])
    const [held] = await one.results([update('Appointment', name, 1, at(14))])
    const conflict = { id: held?.conflict_id, fields: held?.conflicts, due_at: held?.due_at }
    expect(await news()).toMatchObject([{ name, version: 2, reason: 'conflict', conflict, data: at(12) }])
  })

  it('writes a row exactly as it is read by name, whatever it holds', async () => {
    const office = await rawDevice(api.address, ADMIN)
    const token = await signIn(api.address, ADMIN)
    const name = `TKT-${randomUUID()} "A" {b}: ü ☎ 日本 'c' %`
    const { cursor } = await office.readAll()
    const odd = 'quotes " and \\ back\nslashes \t, <script>, \u2028, 👩‍🔧, {"a":[1,null]}'
    await office.results([
      insert('Ticket', name, { subject: odd, unknown: { deep: [odd, 1.5e-7, null, true] } }),
    ])
    const { rows } = await office.readAll(cursor)
    const path = `/api/documents/Ticket/${encodeURIComponent(name)}?org=${ORG}`
    expect(rows).toEqual([(await call(api.address, token, path)).body])
    expect(rows[0]?.data).toMatchObject({ subject: odd })
  })

  it('refuses cursors it did not make, and those of another reading', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const { cursor } = await device.readAll()
    const codes = []
    for (const query of [
      { since: 'nonsense' },
      { since: `${cursor}x` },
      { since: cursor, doctype: 'Ticket' },
      { doctype: 'No Such' },
      { limit: '9999' },
      { since: '\u0000' },
    ]) {
      const answer = await device.feed(Object.fromEntries(Object.entries(query)))
      codes.push([answer.status, answer.body.code])
    }
    expect(codes).toEqual([
      [422, 'invalid_cursor'],
      [422, 'invalid_cursor'],
      [410, 'scope_changed'],
      [422, 'unknown_doctype'],
      [422, 'malformed_request'],
      [422, 'malformed_request'],
    ])
    await api.sql.query("UPDATE organisation SET epoch = gen_random_uuid() WHERE org_id = 'ORG-DEMO'")
    const restored = await device.feed({ since: cursor })
    expect([restored.status, restored.body.code]).toEqual([409, 'epoch_changed'])
  })

  it.each(['its own', 'another'])('answers a long poll when %s process commits', async (which) => {
    const device = await rawDevice(api.address, ADMIN)
    const writer = await rawDevice(which === 'another' ? await api.replica() : api.address, ADMIN)
    const { cursor } = await device.readAll()
    const waiting = device.feed({ since: cursor, wait: '20' })
    await vi.waitFor(() => expect(api.app.get(CounterWatch).size).toBe(1), SOON)
    const name = `TKT-${randomUUID()}`
    await writer.results([insert('Ticket', name, { subject: 'news' })])
    expect(Object((await waiting).body.message).rows).toMatchObject([{ name }])
  })

  it('lets go of everything when readers leave, a thousand of them', async () => {
    const token = await signIn(api.address, ADMIN)
    const { cursor } = await (await rawDevice(api.address, ADMIN)).readAll()
    const query = new URLSearchParams({ org: ORG, since: cursor, wait: '25' })
    const watch = api.app.get(CounterWatch)
    for (let round = 0; round < 10; round++) {
      const leaving = new AbortController()
      const readers = Array.from({ length: 100 }, () =>
        fetch(`${api.address}${ENDPOINTS.feed}?${query}`, {
          headers: { authorization: `Bearer ${token}` },
          signal: leaving.signal,
        }).catch((error: unknown) => error),
      )
      await vi.waitFor(() => expect(watch.size).toBe(100), SOON)
      leaving.abort()
      await Promise.all(readers)
      await vi.waitFor(() => expect(watch.size).toBe(0), SOON)
    }
    // The server's own jobs have transactions too, for a moment.
    const held =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    await vi.waitUntil(async () => (await api.sql.query(held)).rowCount === 0, SOON)
  })

  it('lets the server stop while readers wait', async () => {
    const own = await startApi()
    const device = await rawDevice(own.address, ADMIN)
    const { cursor } = await device.readAll()
    const waiting = device.feed({ since: cursor, wait: '25' })
    await vi.waitFor(() => expect(own.app.get(CounterWatch).size).toBe(1), SOON)
    await own.close()
    expect((await waiting).status).toBe(200)
  })

  it('shows one organisation nothing of another', async () => {
    const stranger = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    expect((await stranger.readAll()).rows).toEqual([])
  })
})

describe('row-level security', () => {
  const GLOBAL = ['_prisma_migrations', 'account', 'organisation', 'refresh_token']

  it('guards every table but the global ones', async () => {
    const { rows } = await api.sql.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
       AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname`,
    )
    expect(rows.map((row) => row.name)).toEqual(GLOBAL)
  })

  it('lets a query that names no organisation see nothing', async () => {
    const client = await api.sql.connect()
    try {
      await client.query('BEGIN')
      await client.query('SET LOCAL ROLE dartwing_app')
      const { rows } = await client.query('SELECT count(*)::int AS n FROM document')
      expect(rows[0].n).toBe(0)
      await client.query("SELECT set_config('app.org_id', 'ORG-DEMO', true)")
      const own = await client.query('SELECT count(*)::int AS n FROM document')
      expect(own.rows[0].n).toBeGreaterThan(0)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })
})
