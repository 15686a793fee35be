/** Who may do what: every DocType, every role and every operation, asked of the server itself. */
import { randomUUID } from 'node:crypto'
import type { ItemResult } from '@dartwing/protocol'
import { DOCTYPE_RULES, type Doc, type DocTypeRule, ROLES, type Role } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

const ACCOUNTS: Readonly<Record<Role, string>> = {
  technician: TECH_A,
  receptionist: RECEPTION,
  resolver: RESOLVER,
  admin: ADMIN,
}
let api: Api
const devices = new Map<Role, RawDevice>()
const tokens = new Map<Role, string>()
beforeAll(async () => {
  api = await startApi()
  for (const role of ROLES) {
    devices.set(role, await rawDevice(api.address, ACCOUNTS[role]))
    tokens.set(role, await signIn(api.address, ACCOUNTS[role]))
  }
})
afterAll(() => api.close())

function of<T>(map: ReadonlyMap<Role, T>, role: Role): T {
  const found = map.get(role)
  if (found === undefined) throw new Error(`There is one for ${role}`)
  return found
}

const EVERY = DOCTYPE_RULES.flatMap((rule) => ROLES.map((role) => ({ doctype: rule.name, role, rule })))
const PROBE = 'of_no_rule'

/** What makes a record personal is set for this account, so that only the role decides. */
function ownedBy({ visibility }: DocTypeRule, email: string): Doc {
  return visibility === undefined ? { [PROBE]: 'x' } : { [PROBE]: 'x', [visibility.field]: email }
}

async function stored(rule: DocTypeRule, count: number, email: string): Promise<string[]> {
  const names = Array.from({ length: count }, () => `${rule.series ?? 'X-'}${randomUUID()}`)
  const results = await of(devices, 'admin').results(
    names.map((name) => insert(rule.name, name, ownedBy(rule, email))),
  )
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  return names
}

const isDenied = ({ status, error }: ItemResult) => {
  if (status === 'rejected' && error?.code !== 'not_permitted') return `rejected: ${error?.code}`
  return status === 'rejected'
}

describe('operations', () => {
  it.each(EVERY)('$doctype by $role', async ({ rule, role }) => {
    const [changed = '', deleted = '', undeleted = ''] = await stored(rule, 3, ACCOUNTS[role])
    const created = `${rule.series ?? 'X-'}${randomUUID()}`
    const ask = (op: string, name: string) => ({ ...update(rule.name, name, 1, { [PROBE]: 'y' }), op })
    const results = await of(devices, role).results([
      insert(rule.name, created, ownedBy(rule, ACCOUNTS[role])),
      ask('update', changed),
      { ...ask('delete', deleted), data: null },
      { ...ask('undelete', undeleted), data: null },
    ])
    const denied = results.map(isDenied)
    const { rights, tombstone, strategy, child_tables } = rule
    const isWrittenOnce = strategy === 'append_only' && child_tables === undefined
    const may = (roles: readonly Role[], otherwise: false | string = false) =>
      roles.includes(role) ? otherwise : true
    const refusesDelete = tombstone.allow_delete
      ? strategy === 'append_only' && 'rejected: immutable_document'
      : rule.on_delete === undefined && 'rejected: delete_not_allowed'
    expect(denied).toEqual([
      may(rights.insert),
      may(rights.update, isWrittenOnce && 'rejected: immutable_document'),
      may(rights.delete, refusesDelete),
      may(['resolver', 'admin']),
    ])
    const [inserted] = results
    if (inserted?.status === 'rejected') return
    // The answer shows the document to those who may read it, and only to them.
    const isSeen = rights.read.includes(role)
    expect([inserted?.gone, inserted?.resolved_doc === null]).toEqual([
      isSeen ? null : 'out_of_scope',
      !isSeen,
    ])
  })

  it.each(EVERY)('$doctype read by $role', async ({ rule, role }) => {
    const [own = ''] = await stored(rule, 1, ACCOUNTS[role])
    const [foreign = ''] = await stored(rule, 1, TECH_B)
    const isPersonal = rule.visibility?.roles.includes(role) ?? false
    const mayRead = rule.rights.read.includes(role)
    const expected = [mayRead ? 200 : 404, mayRead && !isPersonal ? 200 : 404]
    const answers = await Promise.all(
      [own, foreign].map((name) =>
        call(api.address, of(tokens, role), `/api/documents/${encodeURIComponent(rule.name)}/${name}`),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(expected)
    const { rows } = await of(devices, role).readAll()
    const seen = [own, foreign].map((name) => rows.some((row) => row.name === name && row.gone === null))
    expect(seen).toEqual(expected.map((status) => status === 200))
  })

  const PERSONAL = EVERY.filter(({ rule, role }) => rule.visibility?.roles.includes(role))
  it.each(PERSONAL)('$doctype of somebody else by $role is not there', async ({ rule, role }) => {
    const [name = ''] = await stored(rule, 1, TECH_B)
    const ops = ['update', 'delete', 'undelete'].map((op) => ({
      ...update(rule.name, name, 1, { a: 1 }),
      op,
    }))
    const results = await of(devices, role).results(ops)
    expect(results.map(({ error }) => error?.code)).toEqual(ops.map(() => 'not_found'))
    for (const result of results)
      expect([result.resolved_doc, result.server_doc ?? null]).toEqual([null, null])
  })
})

const SAMPLES: Readonly<Record<string, Doc[string]>> = {
  date: '2036-01-01',
  time: '10:00',
  datetime: '2036-01-01T10:00:00Z',
  duration: 60,
  int: 1,
  float: 1,
  currency: 1,
  check: 1,
  json: { a: 1 },
  table: [{ a: 1 }],
  attachments: [{ file: 'F-1' }],
}

/** Every field somebody may not write, with the operations and roles that concern it. */
const GUARDED = EVERY.flatMap(({ doctype, role, rule }) =>
  (['insert', 'update'] as const).flatMap((op) => {
    if (!rule.rights[op].includes(role)) return []
    const { server_only_fields = [], insert_only_fields = [], field_roles = {} } = rule
    const fields = new Set([...server_only_fields, ...insert_only_fields, ...Object.keys(field_roles)])
    return [...fields].map((field) => {
      const isOffice = field_roles[field]?.includes(role) ?? true
      const isTooLate = op === 'update' && insert_only_fields.includes(field)
      return {
        doctype,
        role,
        op,
        field,
        rule,
        mayWrite: isOffice && !isTooLate && !server_only_fields.includes(field),
      }
    })
  }),
)

describe('fields', () => {
  it.each(GUARDED)('$field of $doctype: $op by $role', async ({ rule, role, op, field, mayWrite }) => {
    const owned = ownedBy(rule, ACCOUNTS[role])
    const name = op === 'insert' ? `X-${randomUUID()}` : ((await stored(rule, 1, ACCOUNTS[role]))[0] ?? '')
    const value =
      field === rule.visibility?.field ? TECH_B : (SAMPLES[rule.fields[field]?.type ?? ''] ?? 'new')
    const data = { ...(op === 'insert' ? owned : {}), [PROBE]: 'y', [field]: value }
    const change = op === 'insert' ? insert(rule.name, name, data) : update(rule.name, name, 1, data)
    const [result] = await of(devices, role).results([change])
    const dropped = result?.decisions.filter(({ rule }) => rule === 'not_permitted').map(({ field }) => field)
    expect(dropped?.includes(field)).toBe(!mayWrite)
    const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [result?.name])
    // Inserts without a child table of their own are never changed; everything else took the probe.
    if (result?.status !== 'rejected') expect(rows[0].data[PROBE]).toBe('y')
    if (!mayWrite) expect(rows[0].data[field] ?? null).not.toEqual(value)
  })

  it('are guarded where the product says so, and the lists cannot be emptied by mistake', () => {
    const rule = (name: string) => DOCTYPE_RULES.find((known) => known.name === name)
    expect(rule('Ticket')?.server_only_fields).toEqual([
      'sla_status',
      'first_response_time',
      'resolution_time',
    ])
    expect(rule('Clock In Record')?.insert_only_fields).toContain('time')
    expect(Object.keys(rule('Dispatch Job')?.field_roles ?? {})).toEqual(
      expect.arrayContaining(['assigned_to', 'scheduled_date', 'priority', 'customer', 'address']),
    )
    for (const name of ['SLA Policy', 'Geofence', 'Form Template', 'Shift Template']) {
      expect(rule(name)?.rights.update).toEqual(['admin'])
    }
    expect(GUARDED.filter(({ mayWrite }) => !mayWrite).length).toBeGreaterThan(20)
  })
})

describe('a late change to a record that is somebody else’s by now', () => {
  it('is taken, and its answer, then and again, holds nothing but what was sent', async () => {
    const name = `JOB-${randomUUID()}`
    const office = of(devices, 'admin')
    await office.results([
      insert('Dispatch Job', name, { title: 'x', assigned_to: TECH_A, description: 'old' }),
    ])
    await office.results([update('Dispatch Job', name, 1, { assigned_to: TECH_B, description: 'secret' })])
    const late = update('Dispatch Job', name, 1, { description: 'mine', completion_notes: 'done' })
    const technician = of(devices, 'technician')
    for (const isReplayed of [false, true]) {
      const [result] = await technician.results([late])
      expect(result).toMatchObject({ gone: 'out_of_scope', resolved_doc: null, replayed: isReplayed })
      expect(result?.server_doc ?? null).toBeNull()
      expect(JSON.stringify(result)).not.toContain('secret')
    }
    const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [name])
    expect(rows[0].data).toMatchObject({ completion_notes: 'done', description: 'secret' })
  })
})
