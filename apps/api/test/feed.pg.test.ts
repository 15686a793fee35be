import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, insert, rawDevice, STRANGER, startApi, TECH_A, TECH_B, update } from './api-kit.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

describe('feed', () => {
  it('loses no row to a reader that tails sixteen writers', async () => {
    const writers = await Promise.all(Array.from({ length: 16 }, () => rawDevice(api.address, ADMIN)))
    const reader = await rawDevice(api.address, ADMIN)
    const seen = new Map<string, string>()
    let isWriting = true
    const tail = (async () => {
      let cursor: string | undefined
      for (let isLast = false; ; isLast = !isWriting) {
        const page = await reader.readAll(cursor)
        for (const row of page.rows) seen.set(row.name, row.seq)
        cursor = page.cursor
        if (isLast) return
      }
    })()
    const written = (
      await Promise.all(
        writers.map(async (writer) => {
          const names: string[] = []
          for (let batch = 0; batch < 4; batch++) {
            const operations = Array.from({ length: 10 }, () =>
              insert('Ticket', `TKT-${randomUUID()}`, { subject: 's' }),
            )
            const results = await writer.results(operations)
            names.push(
              ...results.flatMap((result) => (result.status === 'success' ? [result.name ?? ''] : [])),
            )
          }
          return names
        }),
      )
    ).flat()
    isWriting = false
    await tail
    expect(written).toHaveLength(640)
    expect(written.filter((name) => !seen.has(name))).toEqual([])
    expect(new Set(seen.values()).size).toBe(seen.size)
  })

  it('tells a technician that a job is gone once it is somebody else’s', async () => {
    const office = await rawDevice(api.address, ADMIN)
    const tech = await rawDevice(api.address, TECH_A)
    const name = `JOB-${randomUUID()}`
    await office.results([insert('Dispatch Job', name, { title: 'x', assigned_to: TECH_A })])
    const first = await tech.readAll()
    expect(first.rows.find((row) => row.name === name)).toMatchObject({ gone: null, data: { title: 'x' } })
    await office.results([update('Dispatch Job', name, 1, { assigned_to: TECH_B })])
    const second = await tech.readAll(first.cursor)
    expect(second.rows.find((row) => row.name === name)).toMatchObject({ gone: 'out_of_scope', data: {} })
    const never = `JOB-${randomUUID()}`
    await office.results([insert('Dispatch Job', never, { title: 'y', assigned_to: TECH_B })])
    const third = await tech.readAll(second.cursor)
    expect(third.rows.map((row) => row.name)).not.toContain(never)
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

  it('answers a long poll as soon as something is committed', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const { cursor } = await device.readAll()
    const waiting = device.feed({ since: cursor, wait: '20' })
    const writer = await rawDevice(api.address, ADMIN)
    const name = `TKT-${randomUUID()}`
    await writer.results([insert('Ticket', name, { subject: 'news' })])
    const answer = await waiting
    expect(JSON.stringify(answer.body)).toContain(name)
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
