/**
 * Somebody else's ids are the ids of nothing. Every operation that the server's own description has is asked
 * with ids that exist, by somebody who may not see what they name, and with ids that do not; the two answers
 * must be the same to the byte, and nothing may have changed. An address that is added without saying here how
 * it is filled fails the first test.
 */
import { randomUUID } from 'node:crypto'
import type { ServerEvents } from '@dartwing/protocol'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'
import {
  accountIdOf,
  ask,
  heldAppointment,
  type Ids,
  idsOfNothing,
  requestFor,
  unfilled,
} from './borrowed-ids.ts'
import { appointment } from './conflict-kit.ts'
import { type Described, describedOperations, routesOf } from './described.ts'

let api: Api
let operations: Described[]
let theirs: Ids
let personal: Ids
beforeAll(async () => {
  api = await startApi()
  operations = await describedOperations(api.address)
  theirs = await heldAppointment(api)
  personal = await jobOfAnother()
})
afterAll(() => api.close())

/** A job of one technician with a conflict, for another technician of the same organisation. */
async function jobOfAnother(): Promise<Ids> {
  const office = await rawDevice(api.address, ADMIN)
  const phone = await rawDevice(api.address, TECH_A)
  const name = `JOB-${randomUUID()}`
  const first = insert('Dispatch Job', name, { title: 'Boiler', assigned_to: TECH_A })
  await office.results([first])
  await office.results([update('Dispatch Job', name, 1, { title: 'Boiler, second floor' })])
  await phone.results([update('Dispatch Job', name, 1, { status: 'In Progress' })])
  const { cursor } = await phone.readAll()
  const { mutation_id } = first
  const { device_id } = phone
  const account_id = await accountIdOf(api, TECH_A)
  return {
    ...idsOfNothing('Dispatch Job', ORG),
    name,
    device_id,
    mutation_id,
    cursor,
    account_id,
    email: TECH_A,
  }
}

/** One fingerprint per table of everything that belongs to the organisation. */
async function everythingOf(org: string): Promise<Record<string, string>> {
  // What follows from what was done before may still be on its way.
  const waiting = 'SELECT FROM graphile_worker._private_jobs WHERE run_at <= now()'
  await vi.waitUntil(async () => (await api.sql.query(waiting)).rowCount === 0, { timeout: 60_000 })
  const tables = await api.sql.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
    ORDER BY 1`)
  const prints: Record<string, string> = {}
  for (const { name } of tables.rows) {
    const { rows } = await api.sql.query<{ print: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS print
       FROM "${name}" t WHERE org_id = $1`,
      [org],
    )
    prints[name] = rows[0]?.print ?? ''
  }
  const { rows } = await api.sql.query<{ print: string }>(
    `SELECT md5(string_agg(a::text, '|' ORDER BY a::text)) AS print
     FROM account a JOIN membership m USING (account_id) WHERE m.org_id = $1`,
    [org],
  )
  prints.account = rows[0]?.print ?? ''
  return prints
}

/** What was said, without the moment, and with each asked-for id under its name. */
function withoutIds(text: string, ids: Ids): string {
  const named = Object.entries(ids)
    .filter(([, value]) => value.length > 8)
    .sort(([, a], [, b]) => b.length - a.length)
  return named
    .reduce(
      (said, [key, value]) => said.replaceAll(value, `<${key}>`),
      text.replace(/[\w.-]+@demo[.]test/g, '<email>'),
    )
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)/g, '<moment>')
    .replace(/"next_since":"[^"]*"/g, '"next_since":"<cursor>"')
    .replace(/"(id|account_id|mutation_id|token)":"[^"]*"/g, '"$1":"<made here>"')
}

async function answerTo(token: string, operation: Described, ids: Ids, org?: string | null) {
  const request = requestFor(operation, ids, org)
  const response = await ask(api.address, operation.isPublic ? null : token, request)
  return { status: response.status, said: withoutIds(await response.text(), ids) }
}

describe('nothing is forgotten', () => {
  it('every parameter and body of every operation has something to be filled with', () => {
    expect(operations.length).toBeGreaterThan(20)
    expect(operations.flatMap(unfilled)).toEqual([])
  })

  it('every route is in the description, but for the pages of the description itself', () => {
    const described = new Set(operations.map(({ title }) => title))
    const routes = routesOf(api)
    expect(routes.length).toBeGreaterThanOrEqual(described.size)
    expect(routes.filter((route) => !described.has(route) && !/^GET \/docs(\W|$)/.test(route))).toEqual([])
    expect([...described].filter((title) => !routes.includes(title))).toEqual([])
  })
})

describe("another organisation's ids", () => {
  it('exist: those to whom they belong are answered', async () => {
    const token = await signIn(api.address, ADMIN)
    for (const operation of operations.filter(({ method, isPublic }) => method === 'GET' && !isPublic)) {
      expect((await answerTo(token, operation, theirs)).status, operation.title).toBe(200)
    }
  })

  /** Answers that are no organisation's, and those of the caller about nothing but themself. */
  const SPEAKS_OF_NOBODY = /^GET \/(health|metrics|api\/settings|api\/auth\/me)/

  it.each([
    // Each time another of them is invited, as an invitation can be sent once.
    ['named with their organisation', RECEPTION, (ids: Ids) => ids.org],
    ['named with my own organisation', RESOLVER, () => 'ORG-OTHER'],
    ['without naming an organisation', TECH_A, () => null],
  ])('are as good as none: %s', async (_title, email, orgOf) => {
    const token = await signIn(api.address, STRANGER)
    const real = { ...theirs, email }
    const before = await everythingOf(ORG)
    const differing = []
    const reached = []
    for (const operation of operations.filter(({ title }) => !SPEAKS_OF_NOBODY.test(title))) {
      const nothing = idsOfNothing(theirs.doctype)
      const [one, other] = [
        await answerTo(token, operation, real, orgOf(real)),
        await answerTo(token, operation, nothing, orgOf(nothing)),
      ]
      if (one.status !== other.status || one.said !== other.said) {
        differing.push([operation.title, one, other])
      }
      if (/\bours\b|Ortega|Maja|Dana|Ravi/.test(one.said)) reached.push(operation.title)
    }
    expect(differing).toEqual([])
    expect(reached).toEqual([])
    expect(await everythingOf(ORG)).toEqual(before)
  })

  it('are free to be used for what is mine, and stay apart', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const { mutation_id, ...note } = insert('Ticket', `TKT-${randomUUID()}`, { subject: 'ours' })
    await device.results([{ mutation_id, ...note }])
    const before = await everythingOf(ORG)
    const mine = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    const [result] = await mine.results(
      [insert('Appointment', theirs.name, appointment('P-1', '09:00', '10:00'), { mutation_id })],
      { device_id: device.device_id },
    )
    expect(result).toMatchObject({ status: 'success', name: theirs.name, version: 1, replayed: false })
    expect(await everythingOf(ORG)).toEqual(before)
  })
})

describe("another technician's job", () => {
  it('is as good as none', async () => {
    const token = await signIn(api.address, TECH_B)
    const about = operations.filter(
      ({ parameters, title }) =>
        parameters.some(({ name }) => name === 'name') || title.endsWith('upsert_batch'),
    )
    expect(about.length).toBeGreaterThanOrEqual(4)
    for (const operation of about) {
      // A device belongs to its account: a device of one's own for both questions.
      const device_id = randomUUID()
      const nothing = { ...idsOfNothing(personal.doctype, ORG), device_id }
      const own = { ...personal, device_id, mutation_id: randomUUID() }
      const [real, none] = [await answerTo(token, operation, own), await answerTo(token, operation, nothing)]
      expect(real, operation.title).toEqual(none)
    }
  })
})

describe('a socket of somebody else', () => {
  const sockets: Socket<ServerEvents>[] = []
  afterAll(() => {
    for (const socket of sockets) socket.close()
  })

  async function connect(org: string, token: string) {
    const socket: Socket<ServerEvents> = io(api.address, {
      auth: { token, org },
      transports: ['websocket'],
      reconnection: false,
    })
    sockets.push(socket)
    return new Promise<Socket<ServerEvents> | Error>((resolve) => {
      socket.once('connect', () => resolve(socket))
      socket.once('connect_error', resolve)
    })
  }

  it('is refused the same for an organisation that is not its own and for one that is not', async () => {
    const token = await signIn(api.address, STRANGER)
    const [real, none] = [await connect(ORG, token), await connect('ORG-NONE', token)]
    if (!(real instanceof Error && none instanceof Error)) throw new Error('A stranger was let in')
    expect(real.message).toBe(none.message)
  })

  it('hears nothing of what others write', async () => {
    const socket = await connect('ORG-OTHER', await signIn(api.address, STRANGER))
    if (socket instanceof Error) throw socket
    const heard: string[] = []
    const last = `TKT-${randomUUID()}`
    const end = new Promise<void>((resolve) =>
      socket.on('delta', (row) => {
        heard.push(row.name)
        if (row.name === last) resolve()
      }),
    )
    socket.onAny((event, row) => heard.push(...(event === 'delta' ? [] : [JSON.stringify(row)])))
    const [them, mine] = [
      await rawDevice(api.address, ADMIN),
      await rawDevice(api.address, STRANGER, 'ORG-OTHER'),
    ]
    await them.results([insert('Ticket', `TKT-${randomUUID()}`, { subject: 'ours' })])
    await mine.results([insert('Ticket', last, { subject: 'mine' })])
    await end
    expect(heard).toEqual([last])
  })
})
