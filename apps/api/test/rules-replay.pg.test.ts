/** A changed rule against what has been recorded: exactly what would have ended otherwise, from the page and from a file. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ENDPOINTS, type ReplayRequest, replayResponse } from '@dartwing/protocol'
import { COMPANY_CONFLICT_STRATEGIES } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'
import { Desk } from './conflict-kit.ts'
import { everythingKept } from './rules/everything-kept.ts'

const ticket = COMPANY_CONFLICT_STRATEGIES.Ticket
if (ticket === undefined) throw new Error('There is no rule for Ticket')
const plain = JSON.parse(JSON.stringify(ticket))

/** `description` is the server's. */
const SERVERS_DESCRIPTION = {
  ...plain,
  last_write_wins_fields: undefined,
  server_wins_fields: [...plain.server_wins_fields, 'description'],
}

let api: Api
let desk: Desk
let folder: string
/** Tickets whose description both sides have changed, the latest conflict first; and others. */
const described: string[] = []
const others: string[] = []
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
  folder = await mkdtemp(join(tmpdir(), 'replay-'))
  const [office, phone] = [await rawDevice(api.address, ADMIN), await rawDevice(api.address, RECEPTION)]
  const meet = async (name: string, server: object, client: object) => {
    await office.results([insert('Ticket', name, { subject: name, status: 'New', description: 'a' })])
    await office.results([update('Ticket', name, 1, { ...server })])
    const [met] = await phone.results([update('Ticket', name, 1, { ...client })])
    expect(met?.status).toBe('conflict')
    return name
  }
  for (const each of ['b', 'c', 'd']) {
    described.unshift(
      await meet(`TKT-${each}-${randomUUID()}`, { description: each }, { description: `${each}, later` }),
    )
    others.push(await meet(`TKT-${each}-${randomUUID()}`, { status: 'Open' }, { status: 'Closed' }))
  }
  await desk.movedTwice()
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

async function replayed(body: ReplayRequest, as = RESOLVER) {
  const answer = await call(api.address, desk.tokenOf(as), `${ENDPOINTS.rulesReplay}?org=${ORG}`, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return replayResponse.parse(answer.body)
}

describe('a replay', () => {
  it('lists exactly what flips, before and after, with counts by field', async () => {
    const found = await replayed({ candidates: { Ticket: SERVERS_DESCRIPTION } })
    expect(found.items.map(({ name }) => name)).toEqual(described)
    expect(found.items[0]).toMatchObject({
      before: 'merged',
      after: 'merged',
      fields: [
        {
          field: 'description',
          before: { winner: 'client', rule: 'last_write_wins_fields', value: 'd, later' },
          after: { winner: 'server', rule: 'server_wins_fields', value: 'd' },
        },
      ],
    })
    const field = { field: 'description', label: 'Description', flipped: 3 }
    expect(found).toMatchObject({
      examined: 6,
      flipped: 3,
      has_more: false,
      doctypes: [
        {
          doctype: 'Ticket',
          examined: 6,
          flipped: 3,
          fields: [{ ...field, ways: [{ from: 'client', to: 'server', count: 3 }] }],
        },
      ],
    })
  })

  it('flips nothing where the candidate is the rule in force, for any DocType', async () => {
    const candidates = JSON.parse(JSON.stringify(COMPANY_CONFLICT_STRATEGIES))
    const found = await replayed({ candidates })
    expect([found.examined, found.flipped, found.items]).toEqual([7, 0, []])
    expect(found.doctypes).toHaveLength(Object.keys(COMPANY_CONFLICT_STRATEGIES).length)
  })

  it('looks at the latest only, and lists no more than it is asked for', async () => {
    const latest = await replayed({ candidates: { Ticket: SERVERS_DESCRIPTION }, last: 2 })
    expect([latest.examined, latest.flipped]).toEqual([2, 1])
    const counted = await replayed({ candidates: { Ticket: SERVERS_DESCRIPTION }, list: 1 })
    expect([counted.flipped, counted.items.length, counted.has_more]).toEqual([3, 1, true])
  })

  it('says which conflicts a rule would not have had, and which would wait for a person', async () => {
    const appointment = { strategy: 'server_wins' as const, reason: 'The office plans' }
    const asked = { ...SERVERS_DESCRIPTION, server_wins_fields: undefined, manual_resolve_fields: ['status'] }
    const found = await replayed({ candidates: { Appointment: appointment, Ticket: asked } })
    const ends = found.items.map(({ doctype, before, after }) => `${doctype}: ${before} to ${after}`)
    expect(new Set(ends)).toEqual(
      new Set(['Appointment: held to merged', 'Ticket: merged to held', 'Ticket: merged to merged']),
    )
  })

  it('changes no row and counts nothing', async () => {
    const before = await everythingKept(api)
    await replayed({ candidates: { Ticket: SERVERS_DESCRIPTION } }, ADMIN)
    expect(await everythingKept(api)).toEqual(before)
  })

  const candidates = { Ticket: { strategy: 'server_wins', reason: 'A try' } }
  it.each<[string, string, unknown, number, string]>([
    ['somebody who sees only a part', TECH_A, { candidates }, 403, 'forbidden'],
    ['somebody from elsewhere', STRANGER, { candidates }, 404, 'not_found'],
    ['no candidate', ADMIN, { candidates: {} }, 422, 'malformed_request'],
    ['a DocType that is none', ADMIN, { candidates: { Nothing: candidates.Ticket } }, 422, 'unknown_doctype'],
    ['more than can be looked at', ADMIN, { candidates, last: 10_001 }, 422, 'malformed_request'],
    [
      'a rule that contradicts itself',
      ADMIN,
      { candidates: { Ticket: { ...candidates.Ticket, client_wins_fields: ['status'] } } },
      422,
      'invalid',
    ],
  ])('refuses %s', async (_what, email, body, status, code) => {
    const answer = await call(api.address, desk.tokenOf(email), `${ENDPOINTS.rulesReplay}?org=${ORG}`, {
      body,
    })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})

describe('npm run rules:replay', () => {
  const COMMAND = join(import.meta.dirname, '../commands/rules-replay.ts')

  async function run(...args: string[]) {
    const env = { ...process.env, DATABASE_URL: api.databaseUrl, INIT_CWD: folder }
    const child = spawn(process.execPath, [COMMAND, ...args], { env })
    const said = Promise.all([text(child.stdout), text(child.stderr)])
    await once(child, 'exit')
    const [out, problem] = await said
    return { status: child.exitCode, out, problem }
  }

  it('says the same of a file', async () => {
    await writeFile(join(folder, 'candidate.json'), JSON.stringify({ Ticket: SERVERS_DESCRIPTION }))
    const { status, out, problem } = await run('candidate.json', '--org', ORG)
    expect([status, problem]).toEqual([0, ''])
    expect(out).toMatch(/Ticket +6 +3\n/)
    expect(out).toMatch(/Ticket.description +client to server +3\n/)
    for (const name of described) expect(out).toContain(name)
    for (const name of others) expect(out).not.toContain(name)
    expect(out).toMatch(/3 of 6 recorded conflicts would have ended otherwise\. [\d.]+ s\./)
  })

  it.each([
    ['a file that is not there', ['nowhere.json', '--org', ORG], /nowhere\.json/],
    ['no organisation', ['candidate.json'], /--org/],
    [
      'an organisation that is none',
      ['candidate.json', '--org', 'ORG-NONE'],
      /There is no organisation ORG-NONE/,
    ],
  ])('refuses %s', async (_what, args, message) => {
    const { status, problem } = await run(...args)
    expect(status).toBe(2)
    expect(problem).toMatch(message)
  })
})
