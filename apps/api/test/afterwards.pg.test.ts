/** Afterwards: who decided what, what somebody is told who was away, and what people say about it. */
import { randomUUID } from 'node:crypto'
import {
  type ActList,
  actList,
  type Digest,
  digest,
  ENDPOINTS,
  feedbackReceipt,
  feedbackState,
} from '@dartwing/protocol'
import { ruleSetHash } from '@dartwing/rules'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
import {
  ADMIN,
  type Api,
  call,
  insert,
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
import { Desk, PICK_SERVER, times } from './conflict-kit.ts'

let api: Api
let desk: Desk
const tokens = new Map<string, string>()
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
  for (const email of [ADMIN, RESOLVER, RECEPTION, TECH_A, TECH_B, STRANGER]) {
    tokens.set(email, await signIn(api.address, email))
  }
})
afterAll(() => api.close())

const ask = (email: string, path: string, body?: unknown) =>
  call(api.address, tokens.get(email) ?? '', path, body === undefined ? {} : { body })

async function acts(email: string, query: Record<string, string> = {}): Promise<ActList> {
  const answer = await ask(email, `${ENDPOINTS.history}?${new URLSearchParams(query)}`)
  expect(answer.status).toBe(200)
  return actList.parse(answer.body)
}

async function digestOf(email: string): Promise<Digest> {
  const answer = await ask(email, ENDPOINTS.digest)
  expect(answer.status).toBe(200)
  return digest.parse(answer.body)
}

const newsAbout = async (email: string, name: string) =>
  (await digestOf(email)).items.filter((item) => item.name === name)

/** A technician's late change to a job that the office had changed: a rule keeps the office's. */
async function overruledJob() {
  const name = `JOB-${randomUUID()}`
  const [office, phone] = [await rawDevice(api.address, ADMIN), await rawDevice(api.address, TECH_A)]
  await office.results([
    insert('Dispatch Job', name, { title: 'Boiler', status: 'Assigned', assigned_to: TECH_A }),
  ])
  await office.results([update('Dispatch Job', name, 1, { status: 'Cancelled' })])
  await phone.results([update('Dispatch Job', name, 1, { status: 'In Progress' })])
  const [settled] = await desk.rows('SELECT conflict_id FROM conflict WHERE name = $1', name)
  return { name, id: String(settled?.conflict_id), office }
}

describe('the history of an organisation', () => {
  it('has every act about its conflicts, the newest first, under its kind', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('extend', id, { body: { hours: 5, comment: 'On site' } })
    await desk.ask('resolve', id, { as: RESOLVER, body: { ...PICK_SERVER, comment: 'Agreed by phone' } })
    await desk.ask('undo', id, { body: { comment: 'Wrong day' } })
    const mine = (await acts(ADMIN)).items.filter((one) => one.conflict_id === id)
    expect(mine.map(({ kind, actor, action, comment }) => [kind, actor, action, comment])).toEqual([
      ['undone', ADMIN, 'choose', 'Wrong day'],
      ['person', RESOLVER, 'choose', 'Agreed by phone'],
      ['extended', ADMIN, null, 'On site'],
    ])
    expect(mine[1]).toMatchObject({ actor_name: 'Ravi Krishnan', doctype: 'Appointment', name })
    expect(mine.map(({ rule_set }) => rule_set)).toEqual(mine.map(() => ruleSetHash()))
    expect(mine[1]?.fields.length).toBeGreaterThan(0)
  })

  it('is read by person, DocType and kind, and goes on page by page without a gap', async () => {
    await overruledJob()
    await overruledJob()
    const all = (await acts(ADMIN, { limit: '200' })).items
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: ActList = await acts(ADMIN, { limit: '2', cursor })
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map((one) => one.id))
      cursor = page.next_cursor
    }
    expect(seen).toEqual(all.map((one) => one.id))
    const rows = [
      [{ kind: 'rule' }, all.filter((one) => one.kind === 'rule')],
      [{ person: RESOLVER }, all.filter((one) => one.actor === RESOLVER)],
      [{ doctype: 'Dispatch Job' }, all.filter((one) => one.doctype === 'Dispatch Job')],
    ] as const
    for (const [query, expected] of rows) {
      expect(expected.length).toBeGreaterThan(0)
      expect((await acts(ADMIN, query)).items).toEqual(expected)
    }
    for (const query of ['kind=everything', 'cursor=nowhere', 'limit=1000']) {
      expect((await ask(ADMIN, `${ENDPOINTS.history}?${query}`)).status).toBe(422)
    }
  })

  it('shows a technician what is theirs, and strangers nothing', async () => {
    const { id } = await overruledJob()
    const sees = async (email: string) =>
      (await acts(email, { limit: '200' })).items.some((one) => one.conflict_id === id)
    expect([await sees(ADMIN), await sees(RESOLVER), await sees(TECH_A)]).toEqual([true, true, true])
    expect([await sees(TECH_B), await sees(STRANGER)]).toEqual([false, false])
  })
})

describe('while you were away', () => {
  it('a rule left out a value: its owner is told what was theirs, and what was kept', async () => {
    const { name, id } = await overruledJob()
    const [item] = await newsAbout(TECH_A, name)
    expect(item).toMatchObject({ conflict_id: id, decided_by: 'rule', title: 'Boiler', version: 2 })
    expect(item?.lost).toEqual([
      {
        field: 'status',
        label: 'Status',
        type: 'select',
        unit: null,
        yours: 'In Progress',
        kept: 'Cancelled',
        now: 'Cancelled',
      },
    ])
    expect([await newsAbout(ADMIN, name), await newsAbout(TECH_B, name)]).toEqual([[], []])
  })

  it('the deadline of a device that was away for all of it: told once, and not again', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.expire(id)
    await api.app.get(DeadlinesJob).sweep()
    await vi.waitUntil(async () => (await desk.detail(id)).state === 'auto_resolved', { timeout: 60_000 })
    const [item] = await newsAbout(RECEPTION, name)
    expect(item).toMatchObject({ decided_by: 'timer', decided_by_name: 'The deadline' })
    expect(item?.lost.map(({ field }) => field)).toContain('appointment_datetime')
    expect(item?.restorable).toEqual(item?.lost.map(({ field }) => field))
    const seen = { items: [{ conflict_id: id, revision: item?.revision }] }
    expect((await ask(RECEPTION, ENDPOINTS.digestSeen, seen)).status).toBe(204)
    expect((await ask(RECEPTION, ENDPOINTS.digestSeen, seen)).status).toBe(204)
    expect(await newsAbout(RECEPTION, name)).toEqual([])
  })

  it('what was undone and decided again is news again, and what is open is none', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { as: RESOLVER, body: PICK_SERVER })
    const [first] = await newsAbout(RECEPTION, name)
    await ask(RECEPTION, ENDPOINTS.digestSeen, {
      items: [{ conflict_id: id, revision: first?.revision }],
    })
    await desk.ask('undo', id)
    expect(await newsAbout(RECEPTION, name)).toEqual([])
    await desk.ask('resolve', id, { as: RESOLVER, body: PICK_SERVER })
    expect(await newsAbout(RECEPTION, name)).toMatchObject([{ decided_by: RESOLVER }])
  })

  it("one's own decision is no news, nor is one that kept everything", async () => {
    const [own, kept] = [await desk.movedTwice(), await desk.movedTwice()]
    await desk.ask('resolve', own.id, { as: RECEPTION, body: PICK_SERVER })
    await desk.ask('resolve', kept.id, { as: RESOLVER, body: { action: 'restore' } })
    const names = (await digestOf(RECEPTION)).items.map(({ name }) => name)
    expect([names.includes(own.name), names.includes(kept.name)]).toEqual([false, false])
  })

  it('a signature is not put back by writing it, nor a value of a record that is being asked about', async () => {
    const signed = await desk.signedTwice()
    await desk.ask('resolve', signed.id, {
      body: { action: 'request_signature', comment: 'Neither is the customer' },
    })
    expect(await newsAbout(TECH_A, signed.name)).toMatchObject([{ restorable: [] }])
    const moved = await desk.movedTwice()
    await desk.ask('resolve', moved.id, { as: RESOLVER, body: PICK_SERVER })
    const phone = await rawDevice(api.address, ADMIN)
    await phone.results([update('Appointment', moved.name, 1, times('16:00', '17:00'))])
    expect(await newsAbout(RECEPTION, moved.name)).toMatchObject([{ restorable: [] }])
  })

  it('nobody remembers for others, or what they may not see', async () => {
    const { name, id } = await overruledJob()
    const items = [{ conflict_id: id, revision: 1 }]
    expect((await ask(TECH_B, ENDPOINTS.digestSeen, { items })).status).toBe(204)
    expect((await ask(STRANGER, ENDPOINTS.digestSeen, { items })).status).toBe(204)
    expect(await desk.rows('SELECT 1 FROM digest_seen WHERE conflict_id = $1', id)).toEqual([])
    expect(await newsAbout(TECH_A, name)).toHaveLength(1)
    expect((await ask(TECH_A, ENDPOINTS.digestSeen, { items: [] })).status).toBe(422)
  })
})

describe('how it went', () => {
  const mayAsk = async (email: string) => feedbackState.parse((await ask(email, ENDPOINTS.feedback)).body).ask

  it('is asked once a week, and a skipped question counts as asked', async () => {
    const { id } = await overruledJob()
    expect(await mayAsk(TECH_A)).toBe(true)
    const answer = await ask(TECH_A, ENDPOINTS.feedback, { conflict_id: id, score: null })
    expect(answer.status).toBe(201)
    expect(feedbackReceipt.parse(answer.body).document_version).toBe(2)
    expect([await mayAsk(TECH_A), await mayAsk(ADMIN)]).toEqual([false, true])
    await api.sql.query("UPDATE feedback SET created_at = created_at - interval '8 days'")
    expect(await mayAsk(TECH_A)).toBe(true)
  })

  it('keeps "this lost my data" with the conflict and the version, whatever the week', async () => {
    const { name, id, office } = await overruledJob()
    await office.results([update('Dispatch Job', name, 2, { title: 'Boiler, again' })])
    const said = { conflict_id: id, score: null, lost_data: true, comment: '  My status is gone.  ' }
    for (const _ of [1, 2]) expect((await ask(TECH_A, ENDPOINTS.feedback, said)).status).toBe(201)
    expect(await mayAsk(TECH_A)).toBe(true)
    const rows = await desk.rows(
      'SELECT score, lost_data, comment, document_version FROM feedback WHERE conflict_id = $1',
      id,
    )
    const row = { score: null, lost_data: true, comment: 'My status is gone.', document_version: 3 }
    expect(rows).toEqual([row, row])
  })

  it('is refused about conflicts of others, and with a score that is none', async () => {
    const { id } = await overruledJob()
    for (const email of [TECH_B, STRANGER]) {
      expect((await ask(email, ENDPOINTS.feedback, { conflict_id: id, score: 5 })).status).toBe(404)
    }
    for (const body of [{ score: 6 }, { score: 0 }, { score: 4.5 }, {}]) {
      expect((await ask(ADMIN, ENDPOINTS.feedback, { conflict_id: id, ...body })).status).toBe(422)
    }
    expect(await desk.rows('SELECT 1 FROM feedback WHERE conflict_id = $1', id)).toEqual([])
  })
})
