/** Organisations come to a server in stages; who is not let in yet loses nothing by waiting. */
import { randomUUID } from 'node:crypto'
import { ENDPOINTS, type Organisation, ROLLOUT_STAGES, type RolloutStage } from '@dartwing/protocol'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Answer,
  type Api,
  call,
  insert,
  ORG,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
} from './api-kit.ts'
import { Desk } from './conflict-kit.ts'

const CODE = { yes: [200, undefined], no: [403, 'not_enabled'] } as const

const put = (api: Api, stage: RolloutStage) =>
  api.sql.query('UPDATE organisation SET rollout_stage = $1 WHERE org_id = $2', [stage, ORG])

const ask = (api: Api, token: string, body?: unknown): Promise<Answer> =>
  call(api.address, token, body === undefined ? ENDPOINTS.organisation : ENDPOINTS.organisationStage, {
    body,
  })

const codeOf = ({ status, body }: Answer) => [status, body.code]

/** What the socket is told: that it is connected, or why not. */
async function socketAnswer(api: Api, token: string): Promise<string> {
  const socket = io(api.address, {
    auth: { token, org: ORG },
    transports: ['websocket'],
    reconnection: false,
  })
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'))
      socket.once('connect_error', (error) => resolve(error.message))
    })
  } finally {
    socket.close()
  }
}

describe.each(ROLLOUT_STAGES)('a server that lets organisations sync from %s on', (lowest) => {
  let api: Api
  beforeAll(async () => {
    api = await startApi({ ROLLOUT_LOWEST_STAGE: lowest })
  })
  afterAll(() => api.close())

  it.each(ROLLOUT_STAGES)('decides about an organisation in %s', async (stage) => {
    await put(api, 'ga')
    const desk = await Desk.open(api)
    const { id } = await desk.movedTwice()
    const device = await rawDevice(api.address, ADMIN)
    const ticket = insert('Ticket', `TKT-${randomUUID()}`, { subject: 'taken before' })
    await device.results([ticket])
    await put(api, stage)

    const expected = ROLLOUT_STAGES.indexOf(stage) >= ROLLOUT_STAGES.indexOf(lowest) ? 'yes' : 'no'
    const token = desk.tokenOf(ADMIN)
    expect(codeOf(await device.feed())).toEqual(CODE[expected])
    expect(codeOf(await device.push([insert('Ticket', `TKT-${randomUUID()}`, { subject: 'new' })]))).toEqual(
      CODE[expected],
    )
    expect(codeOf(await device.push([ticket]))).toEqual(CODE[expected])
    expect(await socketAnswer(api, token)).toBe(expected === 'yes' ? 'connected' : 'not_enabled')
    // What people do about what is here already goes on.
    expect((await desk.detail(id)).state).toBe('open')
    expect(
      (await desk.ask('resolve', id, { body: { choices: { appointment_datetime: { pick: 'server' } } } }))
        .status,
    ).toBe(200)
    expect((await call(api.address, token, ENDPOINTS.conflicts)).status).toBe(200)
    const seen = await ask(api, desk.tokenOf(TECH_A))
    expect(seen.body).toMatchObject({ org: ORG, rollout_stage: stage, lowest_stage: lowest })
  })
})

describe('promotion', () => {
  let api: Api
  let admin: string
  beforeAll(async () => {
    api = await startApi({ ROLLOUT_LOWEST_STAGE: 'beta' })
    admin = await signIn(api.address, ADMIN)
  })
  afterAll(() => api.close())

  const audit = async () =>
    (
      await api.sql.query(
        `SELECT actor, act, subject, from_value, to_value FROM access_event
         WHERE org_id = $1 AND act IN ('promoted', 'demoted') ORDER BY at`,
        [ORG],
      )
    ).rows

  it('and demotion, by one stage or two, are each one act with one entry', async () => {
    await put(api, 'internal')
    const steps: [RolloutStage, RolloutStage, string][] = [
      ['internal', 'ga', 'promoted'],
      ['ga', 'beta', 'demoted'],
      ['beta', 'internal', 'demoted'],
      ['internal', 'beta', 'promoted'],
    ]
    for (const [from, to] of steps) {
      const answer = await ask(api, admin, { from, to })
      expect(answer.status).toBe(200)
      const organisation: Partial<Organisation> = { org: ORG, rollout_stage: to, lowest_stage: 'beta' }
      expect(answer.body).toMatchObject(organisation)
    }
    expect(await audit()).toEqual(
      steps.map(([from_value, to_value, act]) => ({
        actor: ADMIN,
        act,
        subject: null,
        from_value,
        to_value,
      })),
    )
  })

  it.each<[string, string, unknown, unknown[]]>([
    ['a resolver', RESOLVER, { from: 'beta', to: 'ga' }, [403, 'forbidden']],
    ['a technician', TECH_A, { from: 'beta', to: 'ga' }, [403, 'forbidden']],
    ['an admin who saw another stage', ADMIN, { from: 'internal', to: 'ga' }, [409, 'stage_changed']],
    ['who changes nothing', ADMIN, { from: 'beta', to: 'beta' }, [422, 'malformed_request']],
    ['who makes up a stage', ADMIN, { from: 'beta', to: 'alpha' }, [422, 'malformed_request']],
    ['who does not say what they saw', ADMIN, { to: 'ga' }, [422, 'malformed_request']],
  ])('is refused to %s, and nothing is written', async (_who, email, body, expected) => {
    await put(api, 'beta')
    const before = await audit()
    expect(codeOf(await ask(api, await signIn(api.address, email), body))).toEqual(expected)
    expect(await audit()).toEqual(before)
    expect((await ask(api, admin)).body.rollout_stage).toBe('beta')
  })

  it("does not reach another organisation, nor its admin this one's", async () => {
    const stranger = await signIn(api.address, STRANGER)
    const path = `${ENDPOINTS.organisationStage}?org=${ORG}`
    expect(codeOf(await call(api.address, stranger, path, { body: { from: 'beta', to: 'ga' } }))).toEqual([
      404,
      'not_found',
    ])
    expect(codeOf(await call(api.address, stranger, `${ENDPOINTS.organisation}?org=${ORG}`))).toEqual([
      404,
      'not_found',
    ])
    await ask(api, admin, { from: 'beta', to: 'internal' })
    expect((await ask(api, stranger)).body).toMatchObject({ org: 'ORG-OTHER', rollout_stage: 'ga' })
  })

  it('by several admins at once is one act: the others learn that the stage has changed', async () => {
    await put(api, 'internal')
    const before = await audit()
    const replica = await api.replica()
    const asks = Array.from({ length: 6 }, (_, index) =>
      call(index % 2 === 0 ? api.address : replica, admin, ENDPOINTS.organisationStage, {
        body: { from: 'internal', to: index % 3 === 0 ? 'beta' : 'ga' },
      }),
    )
    const answers = await Promise.all(asks)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    const winner = answers.find(({ status }) => status === 200)
    for (const loser of answers.filter(({ status }) => status === 409)) {
      expect(loser.body).toMatchObject({ code: 'stage_changed', rollout_stage: winner?.body.rollout_stage })
    }
    expect(await audit()).toHaveLength(before.length + 1)
  })
})

describe('a device', () => {
  it('that was offline through a demotion and a promotion loses nothing', async () => {
    const api = await startApi({ ROLLOUT_LOWEST_STAGE: 'ga' })
    try {
      const phone = await api.device(TECH_A)
      const office = await api.device(ADMIN)
      const kept = await office.queueChange('Ticket', null, { subject: 'there before' })
      await office.sync()
      await phone.sync()
      const made = await phone.queueChange('Ticket', null, { subject: 'made offline' })
      await phone.queueChange('Ticket', kept.name, { subject: 'changed offline' })
      await put(api, 'beta')
      const refused = await phone.sync()
      expect(refused.ended).toMatchObject({ kind: 'refused', problem: { code: 'not_enabled' } })
      expect(refused.retry).toHaveLength(2)
      expect(await phone.status()).toMatchObject({
        blocked: 'not_enabled',
        waiting: 2,
        rejected: 0,
        reauth: false,
      })
      expect((await phone.get('Ticket', kept.name))?.data).toMatchObject({ subject: 'changed offline' })
      await put(api, 'ga')
      expect((await phone.sync()).counts).toMatchObject({ success: 2 })
      expect(await phone.status()).toMatchObject({ blocked: null, waiting: 0 })
      await office.sync()
      expect((await office.get('Ticket', made.name))?.data).toMatchObject({ subject: 'made offline' })
      expect((await office.get('Ticket', kept.name))?.data).toMatchObject({ subject: 'changed offline' })
    } finally {
      await api.close()
    }
  })

  it('that is connected is let go, comes back by itself after the promotion and delivers', async () => {
    const api = await startApi({ ROLLOUT_LOWEST_STAGE: 'ga' })
    try {
      const phone = await api.device(TECH_A)
      await phone.sync()
      await phone.connect()
      expect((await phone.status()).live).toBe(true)
      await put(api, 'internal')
      await vi.waitUntil(async () => !(await phone.status()).live, { timeout: 60_000 })
      const made = await phone.queueChange('Ticket', null, { subject: 'meanwhile' })
      expect((await phone.sync()).ended.kind).toBe('refused')
      await put(api, 'ga')
      await vi.waitUntil(async () => (await phone.status()).waiting === 0, { timeout: 60_000 })
      const { rows } = await api.sql.query('SELECT name FROM document WHERE name = $1', [made.name])
      expect(rows).toHaveLength(1)
    } finally {
      await api.close()
    }
  })
})
