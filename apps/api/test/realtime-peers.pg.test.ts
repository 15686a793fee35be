/** Two processes of one database: what one commits, those connected to the other hear of. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CounterWatch } from '../src/feed/counter-watch.ts'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  RECEPTION,
  rawDevice,
  STRANGER,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'
import { type Line, openLineOf } from './socket-kit.ts'

const CHANNEL = 'dartwing_commits'

let api: Api
let said: string[]
let ear: pg.Client
beforeAll(async () => {
  api = await startApi()
  said = []
  ear = new pg.Client({ connectionString: api.databaseUrl })
  ear.on('error', () => {})
  ear.on('notification', ({ payload }) => said.push(payload ?? ''))
  await ear.connect()
  await ear.query(`LISTEN ${CHANNEL}`)
})
afterAll(async () => {
  for (const line of lines) line.close()
  await ear.end()
  await api.close()
})

const lines: Line[] = []
async function open(address: string, email: string, org = ORG, reconnection = false): Promise<Line> {
  const line = await openLineOf(address, email, org, { reconnection, reconnectionDelay: 100 })
  lines.push(line)
  return line
}

const ticket = () => `TKT-${randomUUID()}`

/** Everything said before this has been heard. */
async function untilSaid(): Promise<readonly string[]> {
  const mark = randomUUID()
  await api.sql.query('SELECT pg_notify($1, $2)', [CHANNEL, mark])
  await vi.waitUntil(() => said.includes(mark), { timeout: 60_000, interval: 5 })
  return said.splice(0).filter((payload) => payload !== mark)
}

describe('a process', () => {
  it('that is alone says nothing', async () => {
    const device = await rawDevice(api.address, ADMIN)
    await untilSaid()
    await device.results(Array.from({ length: 100 }, () => insert('Ticket', ticket(), { subject: 'alone' })))
    expect(await untilSaid()).toEqual([])
  })
})

describe('two processes', () => {
  let other: string
  beforeAll(async () => {
    other = await api.replica()
  })

  it('tell each other of a batch by one short message, and those connected hear each row once', async () => {
    const here = await open(api.address, ADMIN)
    const there = await open(other, RECEPTION)
    const stranger = await open(other, STRANGER, 'ORG-OTHER')
    const device = await rawDevice(api.address, ADMIN)
    const names = Array.from({ length: 100 }, ticket)
    await untilSaid()
    await device.results(names.map((name) => insert('Ticket', name, { subject: 'x'.repeat(2_000) })))
    const last = names.at(-1) ?? ''
    await Promise.all([here.until(last), there.until(last)])
    const messages = await untilSaid()
    expect(messages).toHaveLength(1)
    expect(messages[0]?.length).toBeLessThan(300)
    for (const line of [here, there])
      expect(line.rows.map(({ name }) => name).sort()).toEqual([...names].sort())
    expect(here.rows.map(({ seq }) => seq)).toEqual(there.rows.map(({ seq }) => seq))
    expect(byName(there)).toEqual(byName(here))
    expect(stranger.heard).toEqual([])
  })

  it('tell each other both ways, of conflicts and notices too', async () => {
    const here = await open(api.address, RECEPTION)
    const [office, technician] = [await rawDevice(other, ADMIN), await rawDevice(other, TECH_A)]
    const person = await open(api.address, TECH_A)
    const job = `JOB-${randomUUID()}`
    await office.results([insert('Dispatch Job', job, { title: 'x', assigned_to: TECH_A, priority: 'Low' })])
    await office.results([update('Dispatch Job', job, 1, { priority: 'High' })])
    const [late] = await technician.results([
      update('Dispatch Job', job, 1, { completion_notes: 'done', status: 'Completed' }),
    ])
    expect(late?.version).toBe(3)
    const times = {
      appointment_datetime: '2033-02-03T10:00:00Z',
      appointment_end_datetime: '2033-02-03T11:00:00Z',
    }
    const [first, second] = [`APT-${randomUUID()}`, `APT-${randomUUID()}`]
    await office.results([insert('Appointment', first, { attendee_name: 'A', ...times })])
    await office.results([insert('Appointment', second, { attendee_name: 'B', ...times })])
    await here.until('slot_collision')
    expect(
      here.heard.filter(({ event }) => event === 'conflict').map(({ text }) => JSON.parse(text).change),
    ).toEqual(['opened'])
    const versions = () => person.rows.filter(({ name }) => name === job).map(({ version }) => version)
    await vi.waitUntil(() => versions().includes(3), { timeout: 60_000, interval: 5 })
    // A version that was already superseded when it was looked for is left out; none comes twice, or out of order.
    expect(versions()).toEqual([...new Set(versions())].sort())
  })

  it('wake those who wait for the feed, without a look at the counter', async () => {
    const watch = api.app.get(CounterWatch)
    const nobody = new AbortController()
    // Looks wake only those who are behind; nobody is behind the end of time.
    const never = String(2n ** 62n)
    const woken = watch.isWorthALook(ORG, never, { atMostMs: 50_000, reader: nobody.signal })
    await (await rawDevice(other, ADMIN)).results([insert('Ticket', ticket(), { subject: 'elsewhere' })])
    expect(await woken).toBe(true)
  })

  it('bear what they do not understand', async () => {
    const line = await open(other, ADMIN)
    for (const payload of [
      '',
      'x',
      '{}',
      '[]',
      '{"from":"x","commits":[{"org":5}]}',
      '{"commits":'.padEnd(7_000, '['),
    ]) {
      await api.sql.query('SELECT pg_notify($1, $2)', [CHANNEL, payload])
    }
    const name = ticket()
    await (await rawDevice(api.address, ADMIN)).results([insert('Ticket', name, { subject: 'after it' })])
    await line.until(name)
  })

  it('hear each other again after PostgreSQL was away, however often', async () => {
    const line = await open(other, ADMIN, ORG, true)
    const device = await rawDevice(api.address, ADMIN)
    for (let times = 0; times < 5; times += 1) {
      const before = await listeners()
      expect(before).toHaveLength(2)
      await api.sql.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
      const isBack = async () => {
        const now = await listeners()
        return now.length === 2 && !now.some((pid) => before.includes(pid))
      }
      await vi.waitUntil(isBack, { timeout: 60_000, interval: 20 })
      // Whoever was connected may have missed something: they are sent away, to come back and read.
      await vi.waitUntil(() => line.cut === 'io server disconnect', { timeout: 60_000, interval: 5 })
      line.socket.connect()
      await vi.waitUntil(() => line.socket.connected, { timeout: 60_000, interval: 5 })
      const name = ticket()
      await vi.waitUntil(
        async () => (await device.push([insert('Ticket', name, { subject: 'back' })])).status === 200,
        { timeout: 60_000, interval: 20 },
      )
      await line.until(name)
    }
  })
})

const byName = ({ rows }: Line) => Object.fromEntries(rows.map((row) => [row.name, row]))

async function listeners(): Promise<number[]> {
  const { rows } = await api.sql.query<{ pid: number }>(
    `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
     WHERE l.locktype = 'advisory' AND l.objid = 728341903 AND l.granted`,
  )
  return rows.map(({ pid }) => pid)
}
