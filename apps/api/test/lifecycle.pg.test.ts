/** What becomes of documents with time. Time is made by moving the rows' dates back, as the database's owner. */
import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import type { ItemResult } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { LifecycleJob } from '../src/lifecycle/lifecycle.job.ts'
import { Database } from '../src/platform/prisma/database.ts'
import { WriteUnit } from '../src/store/write-unit.ts'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  type RawDevice,
  rawDevice,
  signIn,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'

let api: Api
let office: RawDevice
let token: string
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
  token = await signIn(api.address, ADMIN)
})
afterAll(() => api.close())

const tonight = () => api.app.get(LifecycleJob).ofOrganisation(ORG)

/** Moves a date of a document, or of one version of it, so many days back. */
async function age(column: 'deleted_at' | 'modified', name: string, days: number): Promise<void> {
  await api.sql.query(`UPDATE document SET ${column} = now() - make_interval(days => $2) WHERE name = $1`, [
    name,
    days,
  ])
}
async function ageVersion(name: string, version: number, days: number): Promise<void> {
  await api.sql.query(
    'UPDATE document_version SET created_at = now() - make_interval(days => $3) WHERE name = $1 AND version = $2',
    [name, version, days],
  )
}

async function versionsOf(name: string): Promise<number[]> {
  const { rows } = await api.sql.query<{ version: number }>(
    'SELECT version FROM document_version WHERE name = $1 ORDER BY version',
    [name],
  )
  return rows.map(({ version }) => version)
}

async function ticket(more: Record<string, unknown> = {}): Promise<string> {
  const name = `TKT-${randomUUID()}`
  await office.results([insert('Ticket', name, { subject: 's', ...more })])
  return name
}

async function deletedTicket(daysAgo: number): Promise<string> {
  const name = await ticket()
  await office.results([remove(name)])
  await age('deleted_at', name, daysAgo)
  return name
}

function remove(name: string, doctype = 'Ticket') {
  return update(doctype, name, 1, {}, { op: 'delete', data: null })
}

/** Two that are held are not in each other's way. */
let year = 2034
async function heldAppointment(): Promise<string> {
  const name = `APT-${randomUUID()}`
  const other = await rawDevice(api.address, ADMIN)
  year += 1
  const at = (day: number) => ({
    appointment_datetime: `${year}-01-${day}T10:00:00Z`,
    appointment_end_datetime: `${year}-01-${day}T11:00:00Z`,
  })
  await office.results([insert('Appointment', name, { attendee_name: 'A', ...at(10) })])
  await other.results([update('Appointment', name, 1, at(12))])
  const [held] = await office.results([update('Appointment', name, 1, at(14))])
  expect(held?.status).toBe('conflict_manual')
  return name
}

describe('a tombstone', () => {
  it('is purged after its term, its name kept, and not while a person is asked about it', async () => {
    const [old, young, held] = [await deletedTicket(31), await deletedTicket(29), await heldAppointment()]
    await age('deleted_at', held, 31)
    await tonight()
    const { rows } = await api.sql.query(
      'SELECT name, data, purged_at IS NOT NULL AS purged FROM document WHERE name = ANY($1)',
      [[old, young, held]],
    )
    expect(Object.fromEntries(rows.map((row) => [row.name, row.purged]))).toEqual({
      [old]: true,
      [young]: false,
      [held]: false,
    })
    expect([await versionsOf(old), await versionsOf(young)]).toEqual([[2], [1, 2]])
    const fresh = await office.readAll()
    const gone = new Map(fresh.rows.map((row) => [row.name, row.gone]))
    expect([gone.has(old), gone.get(young)]).toEqual([false, 'deleted'])
    await api.sql.query('UPDATE document SET deleted_at = NULL WHERE name = $1', [held])
  })

  it('that is purged meets later changes as one that is not', async () => {
    const [purged, kept] = [await deletedTicket(31), await deletedTicket(1)]
    const operations = (name: string) => [
      insert('Ticket', name, { subject: 'again' }),
      update('Ticket', name, 1, { subject: 'late' }, { base: { subject: 's' } }),
      update('Ticket', name, 2, { subject: 'later' }),
      remove(name),
    ]
    await tonight()
    const outcome = ({ status, conflicts, error, decisions }: ItemResult) => ({
      status,
      conflicts,
      error,
      rules: decisions.map(({ rule }) => rule),
    })
    const [afterPurge, before] = [
      await office.results(operations(purged)),
      await office.results(operations(kept)),
    ]
    expect(afterPurge.map(outcome)).toEqual(before.map(outcome))
    expect(afterPurge.map(({ status }) => status)).toEqual(['conflict', 'conflict', 'conflict', 'success'])
    const names = (await office.readAll()).rows.map(({ name }) => name)
    expect([names.includes(purged), names.includes(kept)]).toEqual([false, true])
    const undelete = (name: string) => update('Ticket', name, 2, {}, { op: 'undelete' })
    const [refused, restored] = await office.results([undelete(purged), undelete(kept)])
    expect([refused?.error?.code, restored?.status]).toEqual(['not_found', 'success'])
  })
})

describe('the horizon', () => {
  it('expires a cursor that has missed a tombstone, and no other', async () => {
    const before = (await office.readAll()).cursor
    const name = await deletedTicket(31)
    const after = (await office.readAll()).cursor
    expect((await office.feed({ since: before })).status).toBe(200)
    await tonight()
    const [behind, ahead] = [await office.feed({ since: before }), await office.feed({ since: after })]
    expect([behind.status, behind.body.code, behind.body.retryable]).toEqual([410, 'cursor_expired', true])
    expect(ahead.status).toBe(200)
    expect((await office.readAll()).rows.map((row) => row.name)).not.toContain(name)
  })

  it('lets a read from the beginning go on past it: all it has was there when it began', async () => {
    const name = await deletedTicket(31)
    const last = await ticket()
    const first = await office.feed({ limit: '1' })
    const { next_since } = Object(first.body.message)
    await tonight()
    const rest = await office.readAll(next_since)
    const names = rest.rows.map((row) => row.name)
    expect([names.includes(name), names.includes(last)]).toEqual([false, true])
    expect((await office.feed({ since: rest.cursor })).status).toBe(200)
  })

  it('expires that read too when what it has delivered is deleted and purged', async () => {
    const names = [`CON-${randomUUID()}`, `CON-${randomUUID()}`]
    await office.results(names.map((name) => insert('Contact', name, { full_name: 'c' })))
    const read = (query = {}) => office.feed({ doctype: 'Contact', limit: '1', ...query })
    const { next_since, rows } = Object((await read()).body.message)
    expect(rows).toMatchObject([{ name: names[0], gone: null }])
    await office.results([remove(names[0] ?? '', 'Contact')])
    await age('deleted_at', names[0] ?? '', 31)
    await tonight()
    const answer = await read({ since: next_since })
    expect([answer.status, answer.body.code]).toEqual([410, 'cursor_expired'])
  })
})

describe('a quiet document', () => {
  const quiet = [
    ['Conversation', 'CNV', 366, { title: 'c' }, true],
    ['Conversation', 'CNV', 364, { title: 'c' }, false],
    ['Dispatch Job', 'JOB', 91, { title: 'j', status: 'Cancelled' }, true],
    ['Dispatch Job', 'JOB', 89, { title: 'j', status: 'Cancelled' }, false],
    ['Dispatch Job', 'JOB', 400, { title: 'j', status: 'Scheduled' }, false],
    ['Form Submission', 'FRM', 2556, { notes: 'f' }, true],
    ['Form Submission', 'FRM', 2554, { notes: 'f' }, false],
    ['Ticket', 'TKT', 3000, { subject: 't' }, false],
  ] as const

  it('leaves the devices after its term, once, and stays on the server', async () => {
    const rows = quiet.map((row) => [`${row[1]}-${randomUUID()}`, ...row] as const)
    const results = await office.results(rows.map(([name, doctype, , , data]) => insert(doctype, name, data)))
    expect(results.map(({ status }) => status)).toEqual(rows.map(() => 'success'))
    for (const [name, , , days] of rows) await age('modified', name, days)
    const { cursor } = await office.readAll()
    await tonight()
    const moved = await office.readAll(cursor)
    const archived = rows.filter(([, , , , , isArchived]) => isArchived)
    expect(moved.rows.map(({ name }) => name).sort()).toEqual(archived.map(([name]) => name).sort())
    for (const row of moved.rows) expect(row).toMatchObject({ gone: 'archived', reason: 'access', data: {} })
    await tonight()
    expect((await office.readAll(moved.cursor)).rows).toEqual([])
    const [[name]] = [archived[0] ?? ['']]
    const whole = await call(api.address, token, `/api/documents/Conversation/${name}?org=${ORG}`)
    expect(whole.body).toMatchObject({ gone: 'archived', data: { title: 'c' } })
  })

  it('stays archived when it only moves, and comes back with a change', async () => {
    const name = `CNV-${randomUUID()}`
    await office.results([insert('Conversation', name, { title: 'c' })])
    await age('modified', name, 366)
    await tonight()
    const archivedAt = async () =>
      (await api.sql.query('SELECT archived_at FROM document WHERE name = $1', [name])).rows[0].archived_at
    const since = await archivedAt()
    expect(since).toBeInstanceOf(Date)
    const now = new Date().toISOString()
    await api.app.get(Database).inOrganisation(ORG, async (tx) => {
      const unit = await WriteUnit.open(tx, ORG, now, [{ doctype: 'Conversation', name }])
      const document = unit.document('Conversation', name)
      if (document !== undefined) unit.touch(document, 'linked')
      await unit.commit()
    })
    expect(await archivedAt()).toEqual(since)
    const { cursor } = await office.readAll()
    const message = { message_id: 'm1', content: 'hello', timestamp: now, sender: TECH_A }
    await office.results([update('Conversation', name, 1, { messages: [message] })])
    expect(await archivedAt()).toBeNull()
    const { rows } = await office.readAll(cursor)
    expect(rows).toMatchObject([{ name, gone: null, data: { title: 'c', messages: [{ content: 'hello' }] } }])
  })
})

describe('history', () => {
  /** A ticket with four versions, of which only the first was superseded more than 90 days ago. */
  async function longTicket(): Promise<string> {
    const name = await ticket({ priority: 'Low', description: 'd' })
    await office.results([update('Ticket', name, 1, { subject: 's2', priority: 'High' })])
    await office.results([update('Ticket', name, 2, { subject: 's3' })])
    await office.results([update('Ticket', name, 3, { subject: 's4' })])
    for (const [version, days] of [
      [1, 200],
      [2, 91],
      [3, 89],
    ] as const)
      await ageVersion(name, version, days)
    return name
  }

  it('keeps what was superseded less than 90 days ago, and the current version', async () => {
    const [name, single] = [await longTicket(), await ticket()]
    await ageVersion(single, 1, 400)
    await tonight()
    expect([await versionsOf(name), await versionsOf(single)]).toEqual([[2, 3, 4], [1]])
  })

  it.each([
    [2554, [1, 2]],
    [2556, [2]],
  ])('of a form that was changed %i days ago', async (days, left) => {
    const name = `FRM-${randomUUID()}`
    await office.results([insert('Form Submission', name, { notes: 'a' })])
    await office.results([update('Form Submission', name, 1, { notes: 'b' })])
    await ageVersion(name, 1, 3000)
    await ageVersion(name, 2, days)
    await tonight()
    expect(await versionsOf(name)).toEqual(left)
  })

  it('keeps everything that an open conflict may need', async () => {
    const name = await heldAppointment()
    await ageVersion(name, 1, 400)
    await ageVersion(name, 2, 300)
    await tonight()
    expect(await versionsOf(name)).toEqual([1, 2])
  })

  it('that is gone is made up for by the old values an operation brings, or else two ways are compared', async () => {
    const [withBase, without] = [await longTicket(), await longTicket()]
    await tonight()
    const late = { priority: 'Low', description: 'mine' }
    const device = await rawDevice(api.address, ADMIN)
    const [threeWay, twoWay] = await device.results([
      update('Ticket', withBase, 1, late, { base: { priority: 'Low', description: 'd' } }),
      update('Ticket', without, 1, late),
    ])
    expect(threeWay).toMatchObject({ status: 'success', conflicts: [] })
    expect(threeWay?.resolved_doc).toMatchObject({ subject: 's4', priority: 'High', description: 'mine' })
    expect(twoWay?.status).toBe('conflict')
    expect(twoWay?.conflicts).toContain('priority')
  })
})

describe('a base that is gone', () => {
  it('is as stale as any: who names it asks before overruling', async () => {
    const name = `JOB-${randomUUID()}`
    await office.results([
      insert('Dispatch Job', name, { title: 'j', assigned_to: TECH_A, completion_notes: 'a' }),
      update('Dispatch Job', name, 1, { completion_notes: 'b' }),
    ])
    await ageVersion(name, 1, 200)
    await ageVersion(name, 2, 91)
    await tonight()
    expect(await versionsOf(name)).toEqual([2])
    const tech = await rawDevice(api.address, TECH_A)
    const late = update(
      'Dispatch Job',
      name,
      1,
      { completion_notes: 'c' },
      { base: { completion_notes: 'a' } },
    )
    const [held] = await tech.results([late])
    expect([held?.status, held?.conflicts]).toEqual(['conflict_manual', ['completion_notes']])
  })
})

describe('the night', () => {
  it('leaves what must hold as it was', async () => {
    await tonight()
    const reports = await checkInvariants(api.databaseUrl)
    expect(reports.flatMap(({ findings }) => findings.flatMap(({ violations }) => violations))).toEqual([])
  })

  it('comes to every organisation by way of the queue', async () => {
    const name = await deletedTicket(31)
    await api.app.get(LifecycleJob).ofServer()
    const isPurged = async () =>
      (await api.sql.query('SELECT FROM document WHERE name = $1 AND purged_at IS NOT NULL', [name])).rowCount
    await vi.waitFor(async () => expect(await isPurged()).toBe(1), 60_000)
  })

  it('works in chunks', async () => {
    await api.sql.query(
      `WITH n AS (SELECT generate_series(1, 1203) AS i),
       moved AS (UPDATE org_counter SET last_seq = last_seq + 1203 WHERE org_id = $1 RETURNING last_seq - 1203 AS before)
       INSERT INTO document (org_id, doctype, name, data, version, seq, modified, modified_by, deleted_at)
       SELECT $1, 'Ticket', 'many-' || i, '{}', 1, before + i, now(), 'x', now() - interval '31 days' FROM n, moved`,
      [ORG],
    )
    await tonight()
    const { rows } = await api.sql.query(
      `SELECT count(*)::int AS purged, (SELECT purge_horizon_seq = max(d.seq) FROM org_counter o WHERE o.org_id = $1) AS moved
       FROM document d WHERE name LIKE 'many-%' AND purged_at IS NOT NULL`,
      [ORG],
    )
    expect(rows).toEqual([{ purged: 1203, moved: true }])
  })
})
