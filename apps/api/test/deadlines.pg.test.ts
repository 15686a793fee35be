import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
import { ADMIN, type Answer, type Api, call, ORG, RESOLVER, STRANGER, startApi } from './api-kit.ts'
import { Desk, heldAppointments, PICK_CLIENT, PICK_SERVER } from './conflict-kit.ts'

let api: Api
let desk: Desk
let replica: string
let job: DeadlinesJob
beforeAll(async () => {
  api = await startApi()
  replica = await api.replica()
  desk = await Desk.open(api)
  job = api.app.get(DeadlinesJob)
})
afterAll(() => api.close())

const SOON = { timeout: 60_000 }
const EFFECTS = ['resolved', 'auto_resolved']
const effectsOf = async (id: string) =>
  (await desk.detail(id)).history.map(({ type }) => type).filter((type) => EFFECTS.includes(type))

/** The servers sweep by themselves too, so a test waits for what is true, not for whose sweep it was. */
const openAndDue = () => desk.rows("SELECT conflict_id FROM conflict WHERE state = 'open' AND due_at < now()")

describe('a sweep', () => {
  it('takes what is due from every organisation in turn, past one that can not be settled', async () => {
    const due = await heldAppointments(api.address, ADMIN, 120)
    const [elsewhere] = await heldAppointments(api.address, STRANGER, 1, 'ORG-OTHER')
    const [broken] = due
    // As if its DocType had been taken out of the rules.
    const rename = (to: string) =>
      desk.rows(
        `WITH c AS (UPDATE conflict SET doctype = $2 WHERE conflict_id = $1 RETURNING name)
         UPDATE document d SET doctype = $2 FROM c WHERE d.name = c.name`,
        broken,
        to,
      )
    await rename('Retired')
    await desk.expire(...due, elsewhere ?? '')
    await job.sweep()
    await expect.poll(openAndDue, SOON).toEqual([{ conflict_id: broken }])
    const [order] = await desk.rows(
      `SELECT count(*)::int AS before FROM conflict_event e WHERE e.type = 'auto_resolved' AND e.org_id = $1
       AND e.at < (SELECT at FROM conflict_event WHERE type = 'auto_resolved' AND conflict_id = $2)`,
      ORG,
      elsewhere,
    )
    expect(order?.before).toBeLessThanOrEqual(50)
    await rename('Appointment')
    await job.sweep()
    await expect.poll(openAndDue, SOON).toEqual([])
  })

  it('passes over what somebody is busy with, and takes it the next time', async () => {
    const [busy, free] = [await desk.movedTwice(), await desk.movedTwice()]
    await desk.expire(busy.id, free.id)
    const person = await api.sql.connect()
    await person.query('BEGIN')
    await person.query('SELECT 1 FROM document WHERE name = $1 FOR UPDATE', [busy.name])
    await job.sweep()
    await expect.poll(() => effectsOf(free.id), SOON).toEqual(['auto_resolved'])
    expect(await effectsOf(busy.id)).toEqual([])
    await person.query('COMMIT')
    person.release()
    await job.sweep()
    await expect.poll(() => effectsOf(busy.id), SOON).toEqual(['auto_resolved'])
  })

  it('leaves alone what was extended in time', async () => {
    const [extended, left] = [await desk.movedTwice(), await desk.movedTwice()]
    expect((await desk.ask('extend', extended.id, { body: { hours: 1 } })).status).toBe(200)
    const half =
      "UPDATE conflict SET due_at = due_at - interval '24 hours 30 minutes' WHERE conflict_id = ANY($1::uuid[])"
    await desk.rows(half, [extended.id, left.id])
    await job.sweep()
    await expect.poll(() => effectsOf(left.id), SOON).toEqual(['auto_resolved'])
    expect(await effectsOf(extended.id)).toEqual([])
  })
})

describe('a signature at its deadline', () => {
  it('goes to the admins, once, stays open, can be given more time, and is for a person to decide', async () => {
    const { id } = await desk.signedTwice()
    const told = () =>
      desk.rows(
        "SELECT recipient FROM notification WHERE conflict_id = $1 AND kind = 'escalated' ORDER BY created_at",
        id,
      )
    await desk.expire(id)
    await job.sweep()
    await expect.poll(told, SOON).toEqual([{ recipient: ADMIN }])
    await job.sweep()
    expect(await told()).toHaveLength(1)
    const list = await call(api.address, desk.tokenOf(ADMIN), '/api/conflicts?kind=signature_review')
    expect(list.body.items).toMatchObject([{ id, state: 'open', escalated_at: expect.any(String) }])

    expect((await desk.ask('extend', id, { body: { hours: 2 } })).status).toBe(200)
    expect(await desk.detail(id)).toMatchObject({
      state: 'open',
      escalated_at: null,
      timeout_outcome: 'escalate',
    })
    await desk.expire(id)
    await job.sweep()
    await expect.poll(told, SOON).toHaveLength(2)
    expect(await effectsOf(id)).toEqual([])

    const body = { action: 'accept_signature', choices: { signature: { pick: 'client' } } }
    expect((await desk.ask('resolve', id, { as: RESOLVER, body })).status).toBe(200)
    expect(await effectsOf(id)).toEqual(['resolved'])
  })
})

describe('timer, person and retry at once', () => {
  it('exactly one takes effect, and everybody learns which, in twelve rounds', async () => {
    const won = { timer: 0, person: 0 }
    for (let round = 0; round < 12; round += 1) {
      const { id } = await desk.movedTwice()
      await desk.expire(id)
      const { revision } = await desk.detail(id)
      const mine = { revision, key: randomUUID(), body: PICK_CLIENT, as: RESOLVER }
      const [, , first, retry, other] = await Promise.all([
        job.sweep(),
        job.sweep(),
        desk.ask('resolve', id, mine),
        desk.ask('resolve', id, { ...mine, address: replica }),
        desk.ask('resolve', id, { revision, body: PICK_SERVER, address: replica }),
      ])
      await job.sweep()
      const effects = await effectsOf(id)
      expect(effects).toHaveLength(1)
      const ledger = await desk.rows(
        "SELECT op FROM mutation WHERE sent ->> 'conflict_id' = $1 AND op IN ('resolve', 'timeout')",
        id,
      )
      expect(ledger).toHaveLength(1)
      won[effects[0] === 'resolved' ? 'person' : 'timer'] += 1
      expectOneStory(await desk.detail(id), [first, retry, other])
    }
    console.info('won by', won)
  })

  it('an undo and a decision about the same revision never both count', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await desk.movedTwice()
      await desk.ask('resolve', id, { body: PICK_CLIENT })
      const { revision } = await desk.detail(id)
      const [undone, stale, fresh] = await Promise.all([
        desk.ask('undo', id, { revision }),
        desk.ask('resolve', id, { revision, body: PICK_SERVER, address: replica }),
        desk.ask('resolve', id, { revision: revision + 1, body: PICK_SERVER, address: replica }),
      ])
      expect(undone.status).toBe(200)
      expect(['already_resolved', 'revision_changed']).toContain(stale.body.code)
      const detail = await desk.detail(id)
      expect(detail.state).toBe(fresh.status === 200 ? 'resolved' : 'open')
      if (fresh.status !== 200) expect(fresh.body.code).toBe('already_resolved')
    }
  })
})

/** Whoever won: the same key got the same answer, and the others were told who it was. */
function expectOneStory(detail: Awaited<ReturnType<Desk['detail']>>, answers: (Answer | undefined)[]): void {
  const [first, retry, other] = answers
  const by = detail.resolved_by
  for (const answer of answers) {
    if (answer === undefined) throw new Error('Somebody got no answer')
    if (answer.status === 200) continue
    const expected = by === 'timer' ? [410, 'auto_resolved'] : [409, 'already_resolved']
    expect([answer.status, answer.body.code]).toEqual(expected)
    expect(answer.body.resolution).toMatchObject({ by })
  }
  const done = answers.filter((answer) => answer?.status === 200)
  if (by === 'timer') expect(done).toEqual([])
  else if (other?.status === 200) expect(done).toEqual([other])
  else {
    expect([first?.status, retry?.status]).toEqual([200, 200])
    expect([first?.body.replayed, retry?.body.replayed].sort()).toEqual([false, true])
    expect(told(first)).toEqual(told(retry))
  }
}

/** An answer without what tells the first from its repetition. */
function told(answer: Answer | undefined) {
  const { conflict, version } = answer?.body ?? {}
  return { version, conflict: { ...Object(conflict), server_now: null } }
}

it('leaves every invariant of the database true', async () => {
  const reports = await checkInvariants(api.databaseUrl)
  expect(isClean(reports), toTable(reports)).toBe(true)
})
