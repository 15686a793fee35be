/** Documents that link to an Address or a Customer follow it in the feed. */
import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import {
  addressOf,
  conflictList,
  ENDPOINTS,
  type FeedPage,
  resolveResponse,
  type ServerEvents,
} from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { linksOf } from '../src/store/links/links.sql.ts'
import {
  ADMIN,
  type Api,
  call,
  insert,
  type Operation,
  ORG,
  type RawDevice,
  rawDevice,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

type Rows = FeedPage['rows']

/** However busy the machine is. */
const SOON = { timeout: 60_000 }

let api: Api
let office: RawDevice
const sockets: Socket<ServerEvents>[] = []
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
})
afterAll(async () => {
  for (const socket of sockets) socket.close()
  await api.close()
})

const inHundreds = <T>(items: readonly T[]): T[][] =>
  items.length === 0 ? [] : [items.slice(0, 100), ...inHundreds(items.slice(100))]

async function store(operations: readonly unknown[]): Promise<void> {
  for (const batch of inHundreds(operations)) {
    const results = await office.results(batch)
    expect(results.filter(({ status }) => status !== 'success')).toEqual([])
  }
}

async function newCustomer(): Promise<string> {
  const name = `CUST-${randomUUID()}`
  await store([insert('Customer', name, { customer_name: 'Ortega' })])
  return name
}

const rename = (customer: string, base: number, customer_name: string, more: Partial<Operation> = {}) =>
  store([update('Customer', customer, base, { customer_name }, more)])

interface Ear {
  readonly refreshed: string[]
  readonly deltas: string[]
}

/** Keeps the names a person's socket hears of. */
async function listen(email: string): Promise<Ear> {
  const socket: Socket<ServerEvents> = io(api.address, {
    auth: { token: await signIn(api.address, email), org: ORG },
    transports: ['websocket'],
    reconnection: false,
  })
  sockets.push(socket)
  const ear: Ear = { refreshed: [], deltas: [] }
  socket.on('sync_refresh', ({ name }) => ear.refreshed.push(name))
  socket.on('delta', ({ name }) => ear.deltas.push(name))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return ear
}

const jobsOf = (customer: string, count: number, assignee = (index: number) => [TECH_A, TECH_B][index % 2]) =>
  Array.from({ length: count }, (_, index) =>
    insert('Dispatch Job', `JOB-${randomUUID()}`, {
      title: `Job ${index}`,
      customer,
      assigned_to: assignee(index),
    }),
  )

/** Writes documents of its own until it is told to stop. */
async function keepWriting(isOver: () => boolean): Promise<string[]> {
  const device = await rawDevice(api.address, ADMIN)
  const names: string[] = []
  while (!isOver()) {
    const name = `TKT-${randomUUID()}`
    const [result] = await device.results([insert('Ticket', name, { subject: 'meanwhile' })])
    if (result?.status === 'success') names.push(name)
  }
  return names
}

/** Follows the feed from a cursor until it is told to stop and has read all there is. */
async function follow(since: string, isOver: () => boolean): Promise<Rows> {
  const device = await rawDevice(api.address, ADMIN)
  const seen: Rows = []
  for (let cursor = since; ; ) {
    const isLast = isOver()
    const { rows, cursor: next } = await device.readAll(cursor)
    seen.push(...rows)
    cursor = next
    if (isLast) return seen
    await turn()
  }
}

describe('a customer changes', () => {
  it('moves its 450 open jobs, each once, while 8 writers write; a technician learns of theirs', async () => {
    const customer = await newCustomer()
    const jobs = jobsOf(customer, 450)
    await store(jobs)
    const names = jobs.map(({ name }) => name)
    const ofA = names.filter((_, index) => index % 2 === 0)
    const technician = await rawDevice(api.address, TECH_A)
    const [all, own] = [await office.readAll(), await technician.readAll()]
    const [admin, a] = await Promise.all([listen(ADMIN), listen(TECH_A)])

    const over = { writing: false, reading: false }
    const writers = Promise.all(Array.from({ length: 8 }, () => keepWriting(() => over.writing)))
    const tail = follow(all.cursor, () => over.reading)
    await rename(customer, 1, 'Ortega and Sons')
    await vi.waitFor(() => expect(admin.refreshed.length).toBeGreaterThanOrEqual(450), SOON)
    await vi.waitFor(() => expect(a.refreshed.length).toBeGreaterThanOrEqual(225), SOON)
    over.writing = true
    const written = (await writers).flat()
    over.reading = true
    const rows = await tail

    const moved = rows.filter(({ reason }) => reason === 'linked')
    expect(moved.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    expect(new Set(moved.map(({ version }) => version))).toEqual(new Set([1]))
    const seqs = rows.map(({ seq }) => Number(seq))
    expect(seqs).toEqual(seqs.toSorted((x, y) => x - y))
    expect(seqs.at(-1)).toBe((seqs[0] ?? 0) + seqs.length - 1)
    expect(rows.map(({ name }) => name).toSorted()).toEqual([customer, ...names, ...written].toSorted())

    const theirs = (await technician.readAll(own.cursor)).rows.filter(({ doctype }) => doctype !== 'Ticket')
    expect(theirs.map(({ name }) => name).toSorted()).toEqual([customer, ...ofA].toSorted())
    expect(admin.refreshed.toSorted()).toEqual(names.toSorted())
    expect(a.refreshed.toSorted()).toEqual(ofA.toSorted())
    expect(admin.deltas.filter((name) => names.includes(name))).toEqual([])
  })

  it('reaches a connected device by itself', async () => {
    const customer = await newCustomer()
    const [job] = jobsOf(customer, 1, () => TECH_A)
    await store([job])
    const name = job?.name ?? ''
    const device = await api.device(TECH_A)
    await device.sync()
    await device.connect()
    const before = await device.get('Dispatch Job', name)
    await rename(customer, 1, 'Ortega and Sons')
    await vi.waitFor(async () => {
      const after = await device.get('Dispatch Job', name)
      expect(Number(after?.seq)).toBeGreaterThan(Number(before?.seq))
    }, SOON)
    expect((await device.get('Customer', customer))?.data).toMatchObject({ customer_name: 'Ortega and Sons' })
    expect(await device.get('Dispatch Job', name)).toMatchObject({ version: 1, data: before?.data })
  })

  it('is resumed where it was cut off, and moves nothing twice', async () => {
    const customer = await newCustomer()
    const jobs = jobsOf(customer, 250)
    await store(jobs)
    const names = jobs.map(({ name }) => name).toSorted()
    const { cursor } = await office.readAll()
    const admin = await listen(ADMIN)
    const blocker = await api.sql.connect()
    await blocker.query('BEGIN')
    await blocker.query('SELECT 1 FROM document WHERE org_id = $1 AND name = $2 FOR UPDATE', [
      ORG,
      names[249],
    ])
    await rename(customer, 1, 'Ortega and Sons')
    await vi.waitFor(() => expect(admin.refreshed).toHaveLength(200), SOON)
    await vi.waitFor(async () => {
      const ended = await api.sql.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      expect(ended.rowCount).toBe(1)
    }, SOON)
    await blocker.query('ROLLBACK')
    blocker.release()
    await vi.waitFor(async () => {
      await api.sql.query('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at > now()')
      expect(admin.refreshed).toHaveLength(250)
    }, SOON)
    expect(admin.refreshed.toSorted()).toEqual(names)
    const rows = (await office.readAll(cursor)).rows.filter(({ reason }) => reason === 'linked')
    expect(rows.map(({ name }) => name).toSorted()).toEqual(names)
  })

  it('twice in a row: whatever was moved for the first change only is moved again', async () => {
    const customer = await newCustomer()
    const jobs = jobsOf(customer, 30)
    await store(jobs)
    const { cursor } = await office.readAll()
    await rename(customer, 1, 'first')
    await rename(customer, 2, 'second')
    await vi.waitFor(async () => {
      const { rows } = await office.readAll(cursor)
      const at = rows.findIndex(({ name }) => name === customer)
      expect(rows[at]?.version).toBe(3)
      expect(rows.slice(at + 1).filter(({ reason }) => reason === 'linked')).toHaveLength(30)
    }, SOON)
  })

  it('by the decision of a person: what follows is moved too', async () => {
    const customer = await newCustomer()
    const [job] = jobsOf(customer, 1)
    await store([job])
    const admin = await listen(ADMIN)
    await rename(customer, 1, 'kept')
    await vi.waitFor(() => expect(admin.refreshed).toEqual([job?.name]), SOON)
    const device = await rawDevice(api.address, ADMIN)
    const [overruled] = await device.results([update('Customer', customer, 1, { customer_name: 'late' })])
    expect(overruled?.status).toBe('conflict')
    const token = await signIn(api.address, ADMIN)
    const conflicts = await call(api.address, token, `${ENDPOINTS.conflicts}?view=auto&q=${customer}`)
    const [settled] = conflictList.parse(conflicts.body).items
    const decide = (address: string, revision: number, body: object) =>
      call(api.address, token, addressOf(address, { id: settled?.id ?? '' }), {
        body,
        headers: { 'if-match': `"${revision}"`, 'idempotency-key': randomUUID() },
      })
    const undone = await decide(ENDPOINTS.conflictUndo, settled?.revision ?? 0, {})
    const { revision } = resolveResponse.parse(undone.body).conflict
    const decided = await decide(ENDPOINTS.conflictResolve, revision, {
      choices: { customer_name: { pick: 'client' } },
    })
    expect(decided).toMatchObject({ status: 200, body: { version: 3 } })
    await vi.waitFor(() => expect(admin.refreshed).toEqual([job?.name, job?.name]), SOON)
  })

  it('moves nothing when nothing of it has changed', async () => {
    const [same, other] = [await newCustomer(), await newCustomer()]
    const [quiet, witness] = [jobsOf(same, 3), jobsOf(other, 1)]
    await store([...quiet, ...witness])
    const { cursor } = await office.readAll()
    await rename(same, 1, 'Ortega')
    await rename(other, 1, 'changed')
    await vi.waitFor(async () => {
      const { rows } = await office.readAll(cursor)
      expect(rows.map(({ name }) => name)).toEqual([other, witness[0]?.name])
    }, SOON)
  })
})

describe('what follows', () => {
  const rows: { doctype: string; data: Record<string, unknown>; follows: boolean }[] = [
    { doctype: 'Dispatch Job', data: { status: 'Assigned' }, follows: true },
    { doctype: 'Dispatch Job', data: { status: 'Completed' }, follows: false },
    { doctype: 'Dispatch Job', data: { status: 'Cancelled' }, follows: false },
    { doctype: 'Appointment', data: { status: 'Scheduled' }, follows: true },
    { doctype: 'Appointment', data: { status: 'No Show' }, follows: false },
    { doctype: 'Ticket', data: { status: 'Open' }, follows: true },
    { doctype: 'Ticket', data: { status: 'Closed' }, follows: false },
    { doctype: 'Conversation', data: {}, follows: true },
    { doctype: 'Conversation', data: { status: 'Resolved' }, follows: false },
    { doctype: 'Form Submission', data: {}, follows: true },
    { doctype: 'Vault Document', data: {}, follows: true },
    { doctype: 'Geofence', data: {}, follows: true },
    { doctype: 'Ticket', data: { customer: 'CUST-another' }, follows: false },
    { doctype: 'Ticket', data: { customer: 'x'.repeat(5000) }, follows: false },
  ]

  it('is every open document that links to it, and no other', async () => {
    const customer = await newCustomer()
    const cases = rows.map((row) => ({ ...row, name: `DOC-${randomUUID()}` }))
    await store(cases.map(({ doctype, name, data }) => insert(doctype, name, { customer, ...data })))
    const expected = cases.flatMap(({ name, follows }) => (follows ? [name] : [])).toSorted()
    const admin = await listen(ADMIN)
    const { cursor } = await office.readAll()
    await rename(customer, 1, 'changed')
    await vi.waitFor(() => expect(admin.refreshed.toSorted()).toEqual(expected), SOON)
    const linked = (await office.readAll(cursor)).rows.filter(({ reason }) => reason === 'linked')
    expect(linked.map(({ name }) => name).toSorted()).toEqual(expected)
  })

  it('changes with the documents: linked elsewhere, closed, reopened, deleted and brought back', async () => {
    const [before, after] = [await newCustomer(), await newCustomer()]
    const ticket = () => `TKT-${randomUUID()}`
    const [elsewhere, closed, reopened, deleted, back] = [ticket(), ticket(), ticket(), ticket(), ticket()]
    const all = [elsewhere, closed, reopened, deleted, back]
    await store(all.map((name) => insert('Ticket', name, { subject: 'x', customer: before })))
    const change = (name: string, data: Record<string, unknown>, base = 1) =>
      update('Ticket', name, base, data)
    const remove = (name: string, op: string, base: number) => ({ ...change(name, {}, base), data: null, op })
    await store([
      change(elsewhere, { customer: after }),
      change(closed, { status: 'Closed' }),
      change(reopened, { status: 'Closed' }),
      remove(deleted, 'delete', 1),
      remove(back, 'delete', 1),
    ])
    await store([change(reopened, { status: 'Open' }, 2), remove(back, 'undelete', 2)])
    const admin = await listen(ADMIN)
    await rename(before, 1, 'changed')
    await vi.waitFor(() => expect(admin.refreshed.toSorted()).toEqual([reopened, back].toSorted()), SOON)
    await rename(after, 1, 'changed')
    await vi.waitFor(() => expect(admin.refreshed.slice(2)).toEqual([elsewhere]), SOON)
  })

  it('has a row for every link of every open document, and no other', async () => {
    const documents = await api.sql.query(
      'SELECT doctype, name, CASE WHEN deleted_at IS NULL THEN data END AS data FROM document WHERE org_id = $1',
      [ORG],
    )
    const expected = documents.rows.flatMap(({ doctype, name, data }) => {
      const rule = docTypeRule(doctype)
      return rule === undefined ? [] : linksOf(rule, name, data)
    })
    const { rows: kept } = await api.sql.query(
      'SELECT target_doctype, target_name, doctype, name FROM link WHERE org_id = $1',
      [ORG],
    )
    const inOrder = (links: object[]) => links.map((link) => JSON.stringify(link)).toSorted()
    expect(kept.length).toBeGreaterThan(500)
    expect(inOrder(kept)).toEqual(inOrder(expected))
  })

  it('is found by key, behind row-level security too', async () => {
    const client = await api.sql.connect()
    await client.query(`BEGIN; SET LOCAL ROLE dartwing_app; SET LOCAL enable_seqscan = off;
      SELECT set_config('app.org_id', '${ORG}', true)`)
    const plan = await client.query(`EXPLAIN SELECT doctype, name FROM link
      WHERE org_id = '${ORG}' AND target_doctype = 'Customer' AND target_name = 'CUST-1'`)
    await client.query('ROLLBACK')
    client.release()
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toMatch(/Index Cond: .*target_doctype = .*target_name = /)
  })
})
