/** A timer that an admin has made stand still: no deadline takes effect, everybody sees why, nobody is surprised. */
import {
  auditList,
  conflictList,
  ENDPOINTS,
  overview,
  TIMER_GRACE_MINUTES,
  type TimerRequest,
  timer,
} from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
import { ADMIN, type Api, call, RESOLVER, startApi, TECH_A } from './api-kit.ts'
import { Desk } from './conflict-kit.ts'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

const SOON = { timeout: 60_000 }
const sweep = () => api.app.get(DeadlinesJob).sweep()

const set = (body: unknown, as = ADMIN) => call(api.address, desk.tokenOf(as), ENDPOINTS.timers, { body })

async function change(request: TimerRequest) {
  const answer = await set(request)
  expect(answer.status).toBe(200)
  return timer.parse(answer.body)
}

const REASON = 'The depot has no network'
const pause = (doctype: string, reason = REASON) => change({ doctype, paused: true, reason })
const resume = (doctype: string) => change({ doctype, paused: false })

async function inQueue(id: string) {
  const { body } = await call(api.address, desk.tokenOf(RESOLVER), ENDPOINTS.conflicts)
  return conflictList.parse(body).items.find((item) => item.id === id)
}

const minutesUntil = (due: string | null) => (Date.parse(due ?? '') - Date.now()) / 60_000

describe('a timer that stands still', () => {
  it('settles and escalates nothing of its DocType, and everything of others', async () => {
    const [moved, signed, other] = [
      await desk.movedTwice(),
      await desk.signedTwice(),
      await desk.doubleBooked(),
    ]
    await pause('Form Submission')
    await desk.expire(moved.id, signed.id, other.id)
    await sweep()
    // The server sweeps by itself too.
    for (const { id } of [moved, other]) {
      await expect.poll(async () => (await desk.detail(id)).state, SOON).toBe('auto_resolved')
    }
    expect(await desk.detail(signed.id)).toMatchObject({ state: 'open', escalated_at: null })
    const { body } = await call(api.address, desk.tokenOf(ADMIN), ENDPOINTS.overview)
    const { deadlines, timers } = overview.parse(body)
    expect(deadlines.past).toBe(1)
    expect(timers.filter(({ paused }) => paused !== null)).toMatchObject([
      { doctype: 'Form Submission', open: 1, paused: { reason: REASON } },
    ])
    const [late] = await desk.rows('SELECT conflicts_overdue::int AS n FROM backlog()')
    expect(late).toEqual({ n: 0 })
    await resume('Form Submission')
  })

  it('is shown with its reason at every item that is open, in the queue and by itself', async () => {
    const { id } = await desk.movedTwice()
    const decided = await desk.movedTwice()
    await desk.ask('resolve', decided.id, { body: { choices: { appointment_datetime: { pick: 'server' } } } })
    expect((await desk.detail(id)).paused).toBeNull()
    await pause('Appointment')
    const paused = { by: ADMIN, by_name: 'Maja Öberg', reason: REASON, since: expect.any(String) }
    expect((await desk.detail(id)).paused).toEqual(paused)
    expect((await inQueue(id))?.paused).toEqual(paused)
    expect((await desk.detail(decided.id)).paused).toBeNull()
    await resume('Appointment')
    expect([(await desk.detail(id)).paused, (await inQueue(id))?.paused]).toEqual([null, null])
  })

  it('goes on with time for whatever is past its deadline or nearly so; the rest keeps its own', async () => {
    const [late, near, far] = [await desk.movedTwice(), await desk.movedTwice(), await desk.movedTwice()]
    await pause('Appointment')
    await desk.expire(late.id)
    await desk.rows(
      "UPDATE conflict SET due_at = now() + interval '5 minutes' WHERE conflict_id = $1",
      near.id,
    )
    const before = await desk.detail(far.id)
    await resume('Appointment')
    for (const { id } of [late, near]) {
      const { due_at, history } = await desk.detail(id)
      const minutes = minutesUntil(due_at)
      expect(minutes).toBeGreaterThan(TIMER_GRACE_MINUTES - 5)
      expect(minutes).toBeLessThanOrEqual(TIMER_GRACE_MINUTES)
      expect(history.at(-1)).toMatchObject({ type: 'extended', actor: ADMIN, detail: { after_pause: true } })
    }
    expect(await desk.detail(far.id)).toMatchObject({ due_at: before.due_at, revision: before.revision })
    expect(await sweep()).toBe(0)
  })

  it('is an act of an admin, for a reason, in the log once', async () => {
    for (const email of [RESOLVER, TECH_A]) {
      expect((await set({ doctype: 'Ticket', paused: true, reason: 'x' }, email)).status).toBe(403)
    }
    const refused: [unknown, string][] = [
      [{ doctype: 'Ticket', paused: true }, 'malformed_request'],
      [{ doctype: 'Ticket', paused: true, reason: '  ' }, 'malformed_request'],
      [{ doctype: 'Nonsense', paused: true, reason: 'x' }, 'invalid'],
    ]
    for (const [body, code] of refused) {
      expect((await set(body)).body).toMatchObject({ status: 422, code })
    }
    await pause('Ticket', 'first')
    expect((await pause('Ticket', 'second')).paused).toMatchObject({ reason: 'first' })
    await resume('Ticket')
    expect((await resume('Ticket')).paused).toBeNull()
    const { body } = await call(api.address, desk.tokenOf(ADMIN), ENDPOINTS.audit)
    const about = auditList.parse(body).items.filter(({ subject }) => subject === 'Ticket')
    expect(about.map(({ act, actor, from, to }) => [act, actor, from, to])).toEqual([
      ['timer_resumed', ADMIN, 'first', null],
      ['timer_paused', ADMIN, null, 'first'],
    ])
  })
})
