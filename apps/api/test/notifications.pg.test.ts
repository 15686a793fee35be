/** A person's own list of news, and the same on browsers that have no page open: encrypted, signed, delivered over HTTP. */
import { createPublicKey, randomBytes, randomUUID } from 'node:crypto'
import {
  ENDPOINTS,
  type NotificationItem,
  type NotificationPage,
  notificationPage,
  notificationSettings,
  pushMessage,
} from '@dartwing/protocol'
import { type PushBrowser, startPushReceiver } from '@dartwing/testkit'
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DeadlinesJob } from '../src/conflicts/deadlines.job.ts'
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
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'
import { Desk, PICK_SERVER } from './conflict-kit.ts'
import { openLine } from './socket-kit.ts'

/** However busy the machine is. */
const SOON = { timeout: 60_000 }

const receiver = await startPushReceiver()
const SETTINGS = {
  VAPID_PRIVATE_KEY: randomBytes(32).toString('base64url'),
  VAPID_SUBJECT: 'mailto:ops@demo.test',
  PUSH_SERVICES: `push.example.com,${receiver.address}`,
}
let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi(SETTINGS)
  desk = await Desk.open(api)
})
afterAll(async () => {
  await api.close()
  await receiver.close()
})

const ask = (email: string, path: string, body?: unknown, method?: string) =>
  call(api.address, desk.tokenOf(email), path, {
    ...(body === undefined ? {} : { body }),
    ...(method === undefined ? {} : { method }),
  })

async function listOf(email: string, query = ''): Promise<NotificationPage> {
  return notificationPage.parse((await ask(email, `${ENDPOINTS.notifications}${query}`)).body)
}

const newsOf = async (email: string, conflict: string): Promise<NotificationItem[]> =>
  (await listOf(email, '?limit=100')).items.filter(({ conflict_id }) => conflict_id === conflict)

const kindsOf = async (email: string, conflict: string) =>
  (await newsOf(email, conflict)).map(({ kind }) => kind)

/** Until the job that follows a conflict has told this person: calls are limited, looking is not. */
const untilTold = (email: string, conflict: string) =>
  vi.waitFor(
    async () =>
      expect(
        await desk.rows(
          'SELECT kind FROM notification WHERE recipient = $1 AND conflict_id = $2',
          email,
          conflict,
        ),
      ).toEqual([{ kind: 'needs_you' }]),
    SOON,
  )

/** A conflict of which everybody who may decide has been told. */
async function told(): Promise<string> {
  const { id } = await desk.movedTwice()
  await untilTold(RESOLVER, id)
  return id
}

async function subscribe(
  email: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; browser: PushBrowser }> {
  const browser = receiver.browser()
  const body = { ...browser.subscription, language: 'en-GB', time_zone: 'Europe/Berlin', ...more }
  const answer = await ask(email, ENDPOINTS.pushSubscriptions, body)
  expect(answer.status).toBe(201)
  return { id: String(answer.body.id), browser }
}

/** What gathers, or waits to be tried again, is sent now. */
async function sendNow(): Promise<void> {
  await api.sql.query(`UPDATE graphile_worker._private_jobs SET run_at = now()
    WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'notifications.push')`)
  await api.sql.query(`SELECT pg_notify('jobs:insert', '{"r":"test","count":1}')`)
}

/** What came, as its service worker reads it. */
const received = (browser: PushBrowser) =>
  receiver
    .of(browser)
    .map((delivery) => ({ ...delivery, message: pushMessage.parse(JSON.parse(delivery.text)) }))

const delivered = (browser: PushBrowser, count: number) =>
  vi.waitFor(() => expect(receiver.of(browser)).toHaveLength(count), SOON)

const pendingOf = async (id: string) =>
  (await api.sql.query('SELECT FROM push_pending WHERE subscription_id = $1', [id])).rowCount

/** Nothing waits any more, and this is all that came. */
async function allOf(id: string, browser: PushBrowser) {
  await sendNow()
  await vi.waitFor(async () => expect(await pendingOf(id)).toBe(0), SOON)
  return received(browser)
}

describe('the list', () => {
  it('tells of a conflict whoever may decide about it, once, with what they need to know', async () => {
    const { id, name } = await desk.movedTwice()
    for (const email of [RESOLVER, ADMIN, RECEPTION]) {
      await untilTold(email, id)
      expect(await kindsOf(email, id), email).toEqual(['needs_you'])
    }
    const { due_at, title } = await desk.detail(id)
    expect((await newsOf(RESOLVER, id))[0]).toMatchObject({
      doctype: 'Appointment',
      name,
      title,
      due_at,
      by: null,
      seen: false,
      message: `Appointment ${title} needs a decision.`,
    })
    for (const email of [TECH_B, STRANGER]) expect(await kindsOf(email, id), email).toEqual([])
    await api.sql.query("SELECT graphile_worker.add_job('conflicts.tell_deciders', $1)", [
      { org: ORG, payload: { conflict_ids: [id] } },
    ])
    const witness = await told()
    expect(witness).not.toBe(id)
    expect(await kindsOf(RESOLVER, id)).toEqual(['needs_you'])
  })

  it('is the newest first, page by page, and counts what has not been seen', async () => {
    const ids = [await told(), await told(), await told()]
    const first = await listOf(RESOLVER, '?limit=2')
    expect(first.items.map(({ conflict_id }) => conflict_id)).toEqual([ids[2], ids[1]])
    const next = await listOf(RESOLVER, `?limit=2&cursor=${first.next_cursor}`)
    expect(next.items[0]?.conflict_id).toBe(ids[0])

    const middle = first.items[1]?.id
    expect((await ask(STRANGER, ENDPOINTS.notificationsSeen, { up_to: middle })).status).toBe(204)
    expect((await ask(ADMIN, ENDPOINTS.notificationsSeen, { up_to: middle })).status).toBe(204)
    expect((await listOf(RESOLVER)).unseen).toBe(first.unseen)
    expect((await ask(RESOLVER, ENDPOINTS.notificationsSeen, { up_to: middle })).status).toBe(204)
    const after = await listOf(RESOLVER)
    expect(after.unseen).toBe(1)
    expect(after.items.slice(0, 3).map(({ seen }) => seen)).toEqual([false, true, true])
  })

  it('says who did what: given, taken back, taken over, decided, undone', async () => {
    const id = await told()
    const members = await ask(ADMIN, `${ENDPOINTS.members}?limit=200`)
    const found = (members.body.items as { email: string; account_id: string }[]).find(
      ({ email }) => email === RESOLVER,
    )
    const give = (account_id: string | null | undefined, comment?: string) =>
      desk.ask('reassign', id, { body: { account_id, ...(comment === undefined ? {} : { comment }) } })
    await give(found?.account_id, ' You know them ')
    await give(null)
    for (const as of [RESOLVER, ADMIN]) {
      await desk.ask('claim', id, { as, body: { deciding: true, take_over: true, page: randomUUID() } })
    }
    expect((await newsOf(RESOLVER, id)).map(({ kind, by, comment }) => [kind, by, comment])).toEqual([
      ['taken_over', 'Maja Öberg', null],
      ['handed_on', 'Maja Öberg', null],
      ['assigned', 'Maja Öberg', 'You know them'],
      ['needs_you', null, null],
    ])
    expect((await desk.ask('resolve', id, { as: RESOLVER, body: PICK_SERVER })).status).toBe(200)
    expect((await desk.ask('undo', id)).status).toBe(200)
    expect((await kindsOf(RECEPTION, id)).slice(0, 2)).toEqual(['undone', 'overruled'])
    expect((await kindsOf(RESOLVER, id))[0]).toBe('undone')
  })

  it('tells whose value a rule did not keep, and leads to where it can be brought back', async () => {
    const name = `JOB-${randomUUID()}`
    const technician = await rawDevice(api.address, TECH_A)
    await desk.office.results([
      insert('Dispatch Job', name, { title: 'Two of us', assigned_to: TECH_A, notes: 'a' }),
    ])
    await desk.office.results([update('Dispatch Job', name, 1, { status: 'Cancelled' })])
    await technician.results([update('Dispatch Job', name, 1, { status: 'In Progress' })])
    const [told, ...others] = (await listOf(TECH_A)).items.filter((item) => item.name === name)
    expect(others).toEqual([])
    expect(told).toMatchObject({ kind: 'rule_overruled', title: 'Two of us', by: 'Dana Ruiz' })
    const detail = await desk.detail(told?.conflict_id ?? '')
    expect(detail).toMatchObject({ state: 'auto_resolved', client: { status: 'In Progress' } })
    expect((await listOf(RECEPTION)).items.filter((item) => item.name === name)).toEqual([])
  })

  it('tells who is given a record and who had it, and never whoever gives it', async () => {
    const name = `JOB-${randomUUID()}`
    await desk.office.results([insert('Dispatch Job', name, { title: 'On the move', assigned_to: TECH_A })])
    await desk.office.results([update('Dispatch Job', name, 1, { assigned_to: TECH_B })])
    await desk.office.results([update('Dispatch Job', name, 2, { title: 'Still on the move' })])
    const saidTo = async (email: string) =>
      (await listOf(email)).items.filter((item) => item.name === name).map(({ kind, by }) => [kind, by])
    expect(await saidTo(TECH_A)).toEqual([['given_away', 'Dana Ruiz']])
    expect(await saidTo(TECH_B)).toEqual([['given', 'Dana Ruiz']])
    expect(await saidTo(RECEPTION)).toEqual([])
  })

  it('is live: a page hears that there is something new', async () => {
    const line = await openLine(api.address, { token: desk.tokenOf(RESOLVER), org: ORG })
    const { id } = await desk.movedTwice()
    await vi.waitFor(
      () =>
        expect(
          line.heard.filter(({ event, text }) => event === 'notification' && text.includes(id)),
        ).toHaveLength(1),
      SOON,
    )
    line.close()
  })
})

describe('a deadline that is near', () => {
  const near = (id: string, minutes: number) =>
    desk.rows(
      `UPDATE conflict SET due_at = now() + make_interval(mins => $2), near_due_at = CASE WHEN near_due_at = due_at
        THEN now() + make_interval(mins => $2) END WHERE conflict_id = $1`,
      id,
      minutes,
    )
  const warned = async (email: string, id: string) =>
    (await newsOf(email, id)).filter(({ kind }) => kind === 'deadline_near').map(({ minutes }) => minutes)

  /** The server sweeps by itself too, and a sweep passes over what another one is busy with. */
  const untilWarned = (email: string, id: string, times: number) =>
    vi.waitFor(async () => {
      const sql =
        "SELECT FROM notification WHERE recipient = $1 AND conflict_id = $2 AND kind = 'deadline_near'"
      expect(await desk.rows(sql, email, id)).toHaveLength(times)
    }, SOON)

  it('is told an hour and ten minutes before, each once, however many servers sweep, and anew when it moves', async () => {
    const [id, far] = [await told(), await told()]
    const job = api.app.get(DeadlinesJob)
    await near(far, 61)
    for (const [minutes, expected] of [
      [59, [60]],
      [30, [60]],
      [9, [10, 60]],
      [5, [10, 60]],
    ] as const) {
      await near(id, minutes)
      await Promise.all([job.sweep(), job.sweep(), job.sweep()])
      await untilWarned(RESOLVER, id, expected.length)
      expect(await warned(RESOLVER, id), `${minutes} minutes before`).toEqual(expected)
    }
    expect(await warned(RESOLVER, far)).toEqual([])
    expect((await desk.ask('extend', id, { body: { hours: 1 } })).status).toBe(200)
    await near(id, 50)
    await job.sweep()
    await untilWarned(RESOLVER, id, 3)
    expect(await warned(RESOLVER, id)).toEqual([60, 10, 60])
  })

  it('is told to whoever was asked to decide, and to nobody else', async () => {
    const id = await told()
    const { account_id } =
      (await desk.rows('SELECT account_id FROM account WHERE email = $1', RESOLVER))[0] ?? {}
    await desk.ask('reassign', id, { body: { account_id } })
    await near(id, 20)
    await api.app.get(DeadlinesJob).sweep()
    await untilWarned(RESOLVER, id, 1)
    expect([await warned(RESOLVER, id), await warned(ADMIN, id)]).toEqual([[60], []])
  })
})

describe('a browser that wants to be told', () => {
  it('is told in its language and its time, signed by this server, and of no value but the title', async () => {
    const { id: subscription, browser } = await subscribe(RESOLVER, {
      language: 'de-AT',
      time_zone: 'Asia/Tokyo',
    })
    const { id } = await desk.movedTwice()
    await vi.waitFor(async () => expect(await pendingOf(subscription)).toBe(1), SOON)
    expect(receiver.of(browser)).toEqual([])
    const [delivery, ...others] = await allOf(subscription, browser)
    expect(others).toEqual([])
    const { title, due_at } = await desk.detail(id)
    const time = new Date(due_at ?? '').toLocaleTimeString('de', {
      timeZone: 'Asia/Tokyo',
      hour: '2-digit',
      minute: '2-digit',
    })
    const [news] = await newsOf(RESOLVER, id)
    expect(delivery?.message).toEqual({
      id: news?.id,
      language: 'de',
      title: 'Ein Konflikt braucht Sie',
      body: expect.stringMatching(new RegExp(`^${title}\nEntscheiden bis .*${time}$`)),
      path: `/c/${id}`,
    })
    expect(delivery?.text).not.toMatch(/2031/)

    const { push_key } = notificationSettings.parse(
      (await ask(RESOLVER, ENDPOINTS.notificationSettings)).body,
    )
    const key = Buffer.from(push_key ?? '', 'base64url')
    const [x, y] = [key.subarray(1, 33), key.subarray(33)].map((part) => part.toString('base64url'))
    const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
    const [, token = ''] = /^vapid t=([^,]+), k=/.exec(delivery?.headers.authorization ?? '') ?? []
    expect((await jwtVerify(token, jwk, { audience: receiver.address })).payload.sub).toBe(
      SETTINGS.VAPID_SUBJECT,
    )
    expect(
      (await ask(RESOLVER, `${ENDPOINTS.pushSubscriptions}/${subscription}`, undefined, 'DELETE')).status,
    ).toBe(204)
  })

  it('hears of several at once in one message, and of what it heard before in none', async () => {
    const { id: subscription, browser } = await subscribe(RESOLVER)
    const ids = [await told(), await told(), await told()]
    expect(await allOf(subscription, browser)).toMatchObject([
      {
        message: {
          title: '3 conflicts need you',
          path: '/inbox',
          id: (await newsOf(RESOLVER, ids[0] ?? ''))[0]?.id,
        },
      },
    ])
    await told()
    expect((await allOf(subscription, browser)).map(({ message }) => message.title)).toEqual([
      '3 conflicts need you',
      'A conflict needs you',
    ])
  })

  it('hears nothing of what was seen meanwhile, of a kind it does not want, or when its person has left', async () => {
    const { id: subscription, browser } = await subscribe(TECH_A)
    const signed = async () => (await desk.signedTwice()).id
    const waiting = (count: number) =>
      vi.waitFor(async () => expect(await pendingOf(subscription)).toBe(count), SOON)
    await signed()
    await waiting(1)
    const [seen] = (await listOf(TECH_A)).items
    await ask(TECH_A, ENDPOINTS.notificationsSeen, { up_to: seen?.id })
    expect(await allOf(subscription, browser)).toEqual([])

    expect((await ask(TECH_A, ENDPOINTS.notificationSettings, { muted: ['needs_you'] })).body.muted).toEqual([
      'needs_you',
    ])
    const muted = await signed()
    await untilTold(TECH_A, muted)
    expect(await pendingOf(subscription)).toBe(0)

    await ask(TECH_A, ENDPOINTS.notificationSettings, { muted: [] })
    await signed()
    await waiting(1)
    const leave =
      'UPDATE membership SET disabled_at = $1 WHERE account_id = (SELECT account_id FROM account WHERE email = $2)'
    await api.sql.query(leave, [new Date(), TECH_A])
    expect(await allOf(subscription, browser)).toEqual([])
    await api.sql.query(leave, [null, TECH_A])
  })

  it('that does not answer is told later, with the same id, and the other browser is not told twice', async () => {
    const [away, here] = [await subscribe(ADMIN), await subscribe(ADMIN)]
    receiver.answer(away.browser, 503)
    await told()
    await sendNow()
    await delivered(away.browser, 1)
    await delivered(here.browser, 1)
    receiver.answer(away.browser, 201)
    await vi.waitFor(async () => {
      await sendNow()
      expect(await pendingOf(away.id)).toBe(0)
    }, SOON)
    const ids = received(away.browser).map(({ message }) => message.id)
    expect(ids.length).toBeGreaterThan(1)
    expect(new Set(ids).size).toBe(1)
    expect(receiver.of(here.browser)).toHaveLength(1)
  })

  it.each([404, 410])('that is gone (%i) is forgotten', async (status) => {
    const { id, browser } = await subscribe(RESOLVER)
    receiver.answer(browser, status)
    await told()
    await sendNow()
    const exists = async () =>
      (await api.sql.query('SELECT FROM push_subscription WHERE subscription_id = $1', [id])).rowCount
    await vi.waitFor(async () => expect(await exists()).toBe(0), SOON)
  })

  it('is one, of whoever asked last, and only they end it', async () => {
    const browser = receiver.browser()
    const body = { ...browser.subscription, language: 'en', time_zone: 'UTC' }
    const first = await ask(ADMIN, ENDPOINTS.pushSubscriptions, body)
    const second = await ask(RECEPTION, ENDPOINTS.pushSubscriptions, body)
    expect(second.body.id).toBe(first.body.id)
    const owner = () =>
      desk.rows(
        'SELECT a.email FROM push_subscription s JOIN account a USING (account_id) WHERE s.subscription_id = $1',
        first.body.id,
      )
    const path = `${ENDPOINTS.pushSubscriptions}/${first.body.id}`
    for (const email of [ADMIN, STRANGER])
      expect((await ask(email, path, undefined, 'DELETE')).status).toBe(204)
    expect(await owner()).toEqual([{ email: RECEPTION }])
    expect((await ask(RECEPTION, path, undefined, 'DELETE')).status).toBe(204)
    expect(await owner()).toEqual([])
  })

  it.each([
    ['a service nobody named', { endpoint: 'https://elsewhere.example/p' }, 'endpoint'],
    ['no https', { endpoint: 'http://push.example.com/p' }, 'endpoint'],
    ['an address in place of a name', { endpoint: 'https://10.0.0.1/p' }, 'endpoint'],
    ['a key that is no point', { keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) } }, 'keys.p256dh'],
    ['a time zone that is none', { time_zone: 'Mars/Olympus' }, 'time_zone'],
  ])('is refused with %s', async (_title, wrong, path) => {
    const body = { ...receiver.browser().subscription, language: 'en', time_zone: 'UTC', ...wrong }
    const answer = await ask(RESOLVER, ENDPOINTS.pushSubscriptions, body)
    expect([answer.status, answer.body.fields]).toEqual([422, [{ path, message: expect.any(String) }]])
  })
})

it('a server without a key has the list, and nothing for browsers', async () => {
  const address = await api.replica({ VAPID_PRIVATE_KEY: '' })
  const token = await signIn(address, ADMIN)
  expect((await call(address, token, ENDPOINTS.notificationSettings)).body.push_key).toBeNull()
})
