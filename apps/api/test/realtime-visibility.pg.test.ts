/** Who hears what: every DocType whose rows are personal, every role, whichever process wrote it. */
import { randomUUID } from 'node:crypto'
import { type DocTypeRule, docTypeRule, ROLES, type Role, registeredDocTypes } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isPersonal, may } from '../src/access/rights.ts'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'
import { type Line, openLineOf } from './socket-kit.ts'

const ACCOUNTS: Readonly<Record<Role, string>> = {
  technician: TECH_A,
  receptionist: RECEPTION,
  resolver: RESOLVER,
  admin: ADMIN,
}
const SECRET = 'only-for-its-audience'

interface Person {
  readonly email: string
  readonly role: Role
  /** One connection to each process. */
  readonly lines: readonly Line[]
}

let api: Api
let people: Person[]
let strangers: Line[]
let writers: RawDevice[]
beforeAll(async () => {
  api = await startApi()
  const addresses = [api.address, await api.replica()]
  const open = (email: string, org = ORG) =>
    Promise.all(addresses.map((address) => openLineOf(address, email, org)))
  const everybody = [...ROLES.map((role) => [ACCOUNTS[role], role] as const), [TECH_B, 'technician'] as const]
  people = await Promise.all(
    everybody.map(async ([email, role]) => ({ email, role, lines: await open(email) })),
  )
  strangers = await open(STRANGER, 'ORG-OTHER')
  writers = await Promise.all(addresses.map((address) => rawDevice(address, ADMIN)))
})
afterAll(async () => {
  for (const line of [...people.flatMap(({ lines }) => lines), ...strangers]) line.close()
  await api.close()
})

const PERSONAL = registeredDocTypes()
  .flatMap((name) => docTypeRule(name) ?? [])
  .filter(({ visibility }) => visibility !== undefined)
const EVERY = PERSONAL.flatMap((rule) =>
  ROLES.flatMap((role) => [0, 1].map((process) => ({ doctype: rule.name, rule, role, process }))),
)

/** All connections have heard what any process has committed until now. */
async function untilHeard(): Promise<void> {
  const lines = people.flatMap((person) => person.lines)
  const each = writers.map(async (writer) => {
    const mark = `TKT-${randomUUID()}`
    await writer.results([insert('Ticket', mark, { subject: 'mark' })])
    await Promise.all(lines.map((line) => line.until(mark)))
  })
  await Promise.all(each)
}

const versionOf = async (name: string) => {
  const { rows } = await api.sql.query<{ version: number }>('SELECT version FROM document WHERE name = $1', [
    name,
  ])
  return rows[0]?.version ?? 0
}

/** What somebody should have heard of a record that was first theirs, then another's, then theirs again. */
function expected(rule: DocTypeRule, { email, role }: Person, owners: readonly string[]): (string | null)[] {
  if (!may(rule, role, 'read')) return []
  if (!isPersonal(rule, role)) return owners.map(() => null)
  return owners.flatMap((owner, index) => {
    if (owner === email) return [null]
    return owners.slice(0, index).includes(email) ? ['out_of_scope'] : []
  })
}

it('there are personal DocTypes, and everybody hears of the others', async () => {
  expect(PERSONAL.map(({ name }) => name)).toContain('Dispatch Job')
  await untilHeard()
})

describe('S-11: a personal record', () => {
  it.each(EVERY)('$doctype of a $role, written by process $process', async ({ rule, role, process }) => {
    const [mine, another] = [ACCOUNTS[role], role === 'technician' ? TECH_B : TECH_A]
    const field = rule.visibility?.field ?? ''
    const name = `${rule.series ?? 'X-'}${randomUUID()}`
    const writer = writers[process]
    const owners = [mine]
    await writer?.results([insert(rule.name, name, { [field]: mine, of_no_rule: `${SECRET} ${mine}` })])
    await untilHeard()
    for (const owner of [another, mine]) {
      const version = await versionOf(name)
      await writer?.results([
        update(rule.name, name, version, { [field]: owner, of_no_rule: `${SECRET} ${owner}` }),
      ])
      await untilHeard()
      if ((await versionOf(name)) > version) owners.push(owner)
    }
    for (const person of people) {
      for (const line of person.lines) {
        const about = line.rows.filter((row) => row.name === name)
        expect(about.map(({ gone }) => gone)).toEqual(expected(rule, person, owners))
        for (const row of about.filter(({ gone }) => gone === 'out_of_scope')) {
          expect([row.data, row.modified_by, row.conflict, row.origin]).toEqual([{}, '', null, null])
        }
      }
    }
    expect(strangers.flatMap(({ heard }) => heard)).toEqual([])
  })

  it('says to nobody what only another may read, in any event of any name', async () => {
    await untilHeard()
    for (const { email, role, lines } of people.filter((person) => person.role === 'technician')) {
      const said = lines.flatMap(({ heard }) => heard.map(({ text }) => text))
      const others = [TECH_A, TECH_B, ...Object.values(ACCOUNTS)].filter((other) => other !== email)
      expect([
        role,
        said.filter((text) => others.some((other) => text.includes(`${SECRET} ${other}`))),
      ]).toEqual([role, []])
      expect(said.some((text) => text.includes(`${SECRET} ${email}`))).toBe(true)
    }
  })

  it('is spoken of to its own person when what it links to changes', async () => {
    const [customer, job] = [`CUST-${randomUUID()}`, `JOB-${randomUUID()}`]
    const [writer] = writers
    await writer?.results([insert('Customer', customer, { customer_name: 'x' })])
    await writer?.results([insert('Dispatch Job', job, { title: 'x', assigned_to: TECH_A, customer })])
    await untilHeard()
    await writer?.results([update('Customer', customer, 1, { customer_name: 'y' })])
    const refreshed = (line: Line) =>
      line.heard.filter(({ event, text }) => event === 'sync_refresh' && text.includes(job)).length
    const linesOf = (email: string) =>
      people.filter((person) => person.email === email).flatMap(({ lines }) => lines)
    await vi.waitUntil(() => linesOf(TECH_A).every((line) => refreshed(line) === 1), {
      timeout: 60_000,
      interval: 5,
    })
    await vi.waitUntil(() => linesOf(ADMIN).every((line) => refreshed(line) === 1), {
      timeout: 60_000,
      interval: 5,
    })
    await untilHeard()
    expect(linesOf(TECH_B).map(refreshed)).toEqual([0, 0])
  })

  it('is spoken of to its own person when others meet in it, and to no other technician', async () => {
    const job = `JOB-${randomUUID()}`
    const [first, second] = writers
    await first?.results([
      insert('Dispatch Job', job, { title: 'x', assigned_to: TECH_A, status: 'Scheduled' }),
    ])
    await first?.results([update('Dispatch Job', job, 1, { status: 'Cancelled' })])
    await second?.results([update('Dispatch Job', job, 1, { status: 'Completed' })])
    await untilHeard()
    const told = people
      .filter(({ lines }) =>
        lines.every(({ heard }) =>
          heard.some(({ event, text }) => event === 'conflict' && text.includes(job)),
        ),
      )
      .map(({ email }) => email)
    expect(told.sort()).toEqual([ADMIN, RECEPTION, RESOLVER, TECH_A].sort())
  })
})
