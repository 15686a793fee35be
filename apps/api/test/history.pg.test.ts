/** What a document was, who changed it, what was decided, and who may read that. */
import { randomUUID } from 'node:crypto'
import {
  addressOf,
  documentVersion,
  ENDPOINTS,
  type HistoryEntry,
  type HistoryPage,
  historyPage,
} from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Answer,
  type Api,
  call,
  insert,
  type RawDevice,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

let api: Api
let office: RawDevice
let token: string
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
  token = await signIn(api.address, RESOLVER)
})
afterAll(() => api.close())

const at = (template: string, doctype: string, name: string, version = '') =>
  addressOf(template, { doctype, name, version })

async function history(doctype: string, name: string, query = ''): Promise<HistoryPage> {
  const answer = await call(api.address, token, `${at(ENDPOINTS.documentHistory, doctype, name)}${query}`)
  expect(answer.status).toBe(200)
  return historyPage.parse(answer.body)
}

const versionAnswer = (doctype: string, name: string, version: string, as = token): Promise<Answer> =>
  call(api.address, as, at(ENDPOINTS.documentVersion, doctype, name, version))

const remove = (doctype: string, name: string, op: 'delete' | 'undelete', base: number) => ({
  ...update(doctype, name, base, {}),
  data: null,
  op,
})

/** A ticket that two people changed at once, in part to the same thing, in part to different ones. */
async function contested() {
  const name = `TKT-${randomUUID()}`
  const other = await rawDevice(api.address, RESOLVER)
  await office.results([insert('Ticket', name, { subject: 'Cold', priority: 'Low' })])
  await office.results([update('Ticket', name, 1, { priority: 'High' })])
  const late = await other.results([
    update('Ticket', name, 1, { priority: 'Normal' }),
    update('Ticket', name, 1, { priority: 'Urgent', category: 'Heating' }),
  ])
  return { name, other, late }
}

describe('the history of a document', () => {
  it('names who changed what, from what, with which device, and what was decided, newest first', async () => {
    const { name, other, late } = await contested()
    const { items, next_cursor } = await history('Ticket', name)
    expect(next_cursor).toBeNull()
    expect(items.map(({ version, op, author }) => [version, op, author])).toEqual([
      [3, 'update', RESOLVER],
      [2, 'update', ADMIN],
      [1, 'insert', ADMIN],
    ])
    const [third, second, first] = items
    expect(first?.changes).toEqual([
      { field: 'subject', label: 'Subject', after: 'Cold' },
      { field: 'priority', label: 'Priority', after: 'Low' },
    ])
    expect(second).toMatchObject({
      author_name: 'Maja Öberg',
      device: `device ${office.device_id.slice(0, 4)}`,
      changes: [{ field: 'priority', label: 'Priority', before: 'Low', after: 'High' }],
    })
    expect(third).toMatchObject({
      author_name: 'Ravi Krishnan',
      device: `device ${other.device_id.slice(0, 4)}`,
      mutation_id: late[1]?.mutation_id,
      rule_set: late[1]?.rule_set,
      changes: [{ field: 'category', label: 'Category', after: 'Heating' }],
    })
    expect(third?.decisions).toContainEqual(
      expect.objectContaining({ field: 'priority', winner: 'server', server: 'High', client: 'Urgent' }),
    )
  })

  it('says what the document is now, and how its fields are called and shown', async () => {
    const { name } = await contested()
    const { now, fields } = await history('Ticket', name)
    expect(now).toMatchObject({ title: 'Cold', version: 3, conflict_id: null, data: { priority: 'High' } })
    expect(fields.priority).toEqual({ label: 'Priority', type: 'select', unit: null, editable: true })
    const before = documentVersion.parse((await versionAnswer('Ticket', name, '1')).body)
    expect(Object.keys(before.fields).toSorted()).toEqual(Object.keys(before.data ?? {}).toSorted())
    const job = `JOB-${randomUUID()}`
    await office.results([
      insert('Dispatch Job', job, { title: 'x', priority: 'Low', status: 'Assigned', assigned_to: TECH_A }),
    ])
    const technician = await signIn(api.address, TECH_A)
    const theirs = await call(api.address, technician, at(ENDPOINTS.documentHistory, 'Dispatch Job', job))
    const { status, priority } = historyPage.parse(theirs.body).fields
    expect([status?.editable, priority?.editable]).toEqual([true, false])
  })

  it('keeps beside a version the changes that were overruled whole', async () => {
    const { name, late } = await contested()
    const { items } = await history('Ticket', name)
    expect(items.map(({ attempts }) => attempts.length)).toEqual([0, 1, 0])
    expect(items[1]?.attempts[0]).toMatchObject({
      author: RESOLVER,
      mutation_id: late[0]?.mutation_id,
      status: 'conflict',
      decisions: [{ field: 'priority', winner: 'server', server: 'High', client: 'Normal' }],
    })
  })

  it('shows what was held, and the decision of a person as a change of its own', async () => {
    const name = `APT-${randomUUID()}`
    const times = (hour: string) => ({
      appointment_datetime: `2031-05-05T${hour}:00Z`,
      appointment_end_datetime: `2031-05-05T${hour}:45Z`,
    })
    const device = await rawDevice(api.address, ADMIN)
    await device.results([
      insert('Appointment', name, { attendee_name: 'x', provider: name, ...times('10:00') }),
    ])
    await office.results([update('Appointment', name, 1, times('12:00'))])
    const [held] = await device.results([update('Appointment', name, 1, times('12:10'))])
    const id = held?.conflict_id ?? ''
    expect((await history('Appointment', name)).items[0]?.attempts).toMatchObject([
      { status: 'conflict_manual', conflict_id: id },
    ])
    const detail = await call(api.address, token, `/api/conflicts/${id}`)
    await call(api.address, token, `/api/conflicts/${id}/resolve`, {
      body: { choices: { appointment_datetime: { pick: 'client' } } },
      headers: { 'if-match': `"${detail.body.revision}"`, 'idempotency-key': randomUUID() },
    })
    const [decided] = (await history('Appointment', name)).items
    expect(decided).toMatchObject({
      version: 3,
      op: 'resolve',
      author: RESOLVER,
      conflict_id: id,
      device: null,
    })
    expect(decided?.changes?.map(({ field, after }) => [field, after])).toContainEqual([
      'appointment_datetime',
      times('12:10').appointment_datetime,
    ])
  })

  it('goes on past a deletion, and gives back every version as it was', async () => {
    const name = `TKT-${randomUUID()}`
    await office.results([insert('Ticket', name, { subject: 'first' })])
    await office.results([update('Ticket', name, 1, { subject: 'second' })])
    await office.results([remove('Ticket', name, 'delete', 2)])
    await office.results([remove('Ticket', name, 'undelete', 3)])
    const { items } = await history('Ticket', name)
    expect(items.map(({ op, deleted }) => [op, deleted])).toEqual([
      ['undelete', false],
      ['delete', true],
      ['update', false],
      ['insert', false],
    ])
    const subjects: unknown[] = []
    for (const version of ['1', '2', '3', '4']) {
      const answer = documentVersion.parse((await versionAnswer('Ticket', name, version)).body)
      subjects.push(answer.data === null ? null : answer.data.subject)
    }
    expect(subjects).toEqual(['first', 'second', null, 'second'])
  })

  it('comes page by page, every version once, with what it changed', async () => {
    const name = `TKT-${randomUUID()}`
    await office.results([insert('Ticket', name, { subject: '1' })])
    for (const version of [1, 2, 3, 4]) {
      await office.results([update('Ticket', name, version, { subject: `${version + 1}` })])
    }
    const seen: HistoryEntry[] = []
    for (let query = '?limit=2'; query !== ''; ) {
      const page = await history('Ticket', name, query)
      seen.push(...page.items)
      query = page.next_cursor === null ? '' : `?limit=2&cursor=${page.next_cursor}`
    }
    const steps = seen.map(({ version, changes }) => {
      const subject = changes?.find(({ field }) => field === 'subject')
      return [version, subject?.before, subject?.after]
    })
    expect(steps).toEqual([
      [5, '4', '5'],
      [4, '3', '4'],
      [3, '2', '3'],
      [2, '1', '2'],
      [1, undefined, '1'],
    ])
  })

  it('says so where the version before is no longer kept', async () => {
    const name = `TKT-${randomUUID()}`
    await office.results([insert('Ticket', name, { subject: '1' })])
    await office.results([update('Ticket', name, 1, { subject: '2' })])
    await office.results([update('Ticket', name, 2, { subject: '3' })])
    await api.sql.query('DELETE FROM document_version WHERE name = $1 AND version = 1', [name])
    const { items, next_cursor } = await history('Ticket', name)
    expect(items.map(({ version, changes }) => [version, changes?.length ?? null])).toEqual([
      [3, 1],
      [2, null],
    ])
    expect(next_cursor).toBeNull()
    expect((await versionAnswer('Ticket', name, '1')).status).toBe(404)
  })
})

describe('who may read it', () => {
  it('is whoever may see the document now, and nobody else', async () => {
    const name = `JOB-${randomUUID()}`
    await office.results([insert('Dispatch Job', name, { title: 'x', assigned_to: TECH_A })])
    const people = [ADMIN, TECH_A, TECH_B, STRANGER]
    const tokens = await Promise.all(people.map((email) => signIn(api.address, email)))
    const seen = async () => {
      const paths = [
        at(ENDPOINTS.document, 'Dispatch Job', name),
        at(ENDPOINTS.documentHistory, 'Dispatch Job', name),
        at(ENDPOINTS.documentVersion, 'Dispatch Job', name, '1'),
      ]
      const statuses = tokens.map((as) =>
        Promise.all(paths.map(async (path) => (await call(api.address, as, path)).status)),
      )
      return Promise.all(statuses)
    }
    const [yes, no] = [
      [200, 200, 200],
      [404, 404, 404],
    ]
    expect(await seen()).toEqual([yes, yes, no, no])
    await office.results([update('Dispatch Job', name, 1, { assigned_to: TECH_B })])
    expect(await seen()).toEqual([yes, no, yes, no])
  })

  const bad: { path: string; status: number; code: string }[] = [
    { path: 'Ticket/TKT-none/history', status: 404, code: 'not_found' },
    { path: 'No%20Such/X/history', status: 404, code: 'not_found' },
    { path: 'Ticket/%00/history', status: 404, code: 'not_found' },
    { path: 'Ticket/KNOWN/versions/0', status: 404, code: 'not_found' },
    { path: 'Ticket/KNOWN/versions/2', status: 404, code: 'not_found' },
    { path: 'Ticket/KNOWN/versions/x', status: 404, code: 'not_found' },
    { path: 'Ticket/KNOWN/versions/99999999999', status: 404, code: 'not_found' },
    { path: 'Ticket/KNOWN/history?cursor=x', status: 422, code: 'invalid_cursor' },
    { path: 'Ticket/KNOWN/history?cursor=99999999999', status: 422, code: 'invalid_cursor' },
    { path: 'Ticket/KNOWN/history?limit=0', status: 422, code: 'malformed_request' },
    { path: 'Ticket/KNOWN/history?limit=101', status: 422, code: 'malformed_request' },
    { path: 'Ticket/KNOWN/history?org=ORG-OTHER', status: 404, code: 'not_found' },
  ]
  it.each(bad)('$path: $status', async ({ path, status, code }) => {
    await office.results([insert('Ticket', 'KNOWN', { subject: 'x' })])
    const answer = await call(api.address, token, `/api/documents/${path}`)
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
  })

  it('is nobody who has not signed in', async () => {
    expect((await call(api.address, null, '/api/documents/Ticket/KNOWN/history')).status).toBe(401)
  })
})
