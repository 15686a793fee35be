/** Rows S-9 and S-10: whoever may no longer hear is sent away, by every process, however that came about. */
import { createHmac, randomUUID } from 'node:crypto'
import { createSyncClient } from '@dartwing/client'
import { ENDPOINTS } from '@dartwing/protocol'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  RECEPTION,
  RESOLVER,
  rawDevice,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  TEST_ENVIRONMENT,
} from './api-kit.ts'
import { type Line, openLine, openLineOf } from './socket-kit.ts'

let api: Api
let addresses: string[]
const lines: Line[] = []
beforeAll(async () => {
  api = await startApi()
  addresses = [api.address, await api.replica()]
})
afterAll(async () => {
  for (const line of lines) line.close()
  await api.close()
})

/** One connection to each process. */
async function openEverywhere(email: string, token?: string): Promise<Line[]> {
  const opened = await Promise.all(
    addresses.map((address) =>
      token === undefined ? openLineOf(address, email) : openLine(address, { token, org: ORG }),
    ),
  )
  lines.push(...opened)
  return opened
}

const untilCut = (gone: readonly Line[]) =>
  vi.waitUntil(() => gone.every(({ cut }) => cut !== null), { timeout: 60_000, interval: 5 })

const OF_ACCOUNT = '(SELECT account_id FROM account WHERE email = $1)'
const OF_MEMBER = `org_id = '${ORG}' AND account_id = ${OF_ACCOUNT}`

describe('S-10', () => {
  it.each([
    [
      'another role',
      TECH_A,
      `UPDATE membership SET role = 'resolver', revision = revision + 1 WHERE ${OF_MEMBER}`,
    ],
    [
      'another role, its revision forgotten',
      TECH_A,
      `UPDATE membership SET role = 'technician' WHERE ${OF_MEMBER}`,
    ],
    ['a disabled membership', TECH_B, `UPDATE membership SET disabled_at = now() WHERE ${OF_MEMBER}`],
    ['a disabled account', RECEPTION, 'UPDATE account SET disabled_at = now() WHERE email = $1'],
    ['no membership', RESOLVER, `DELETE FROM membership WHERE ${OF_MEMBER}`],
    ['sign-ins ended', ADMIN, `UPDATE refresh_token SET revoked_at = now() WHERE account_id = ${OF_ACCOUNT}`],
  ])('%s', async (_name, email, change) => {
    const bystander = email === TECH_A ? TECH_B : TECH_A
    const [theirs, others] = [await openEverywhere(email), await openEverywhere(bystander)]
    await api.sql.query(change, [email])
    await untilCut(theirs)
    expect(theirs.map(({ cut }) => cut)).toEqual(['io server disconnect', 'io server disconnect'])
    expect(others.map(({ cut }) => cut)).toEqual([null, null])
    const name = `JOB-${randomUUID()}`
    await (await rawDevice(api.address, ADMIN)).results([
      insert('Dispatch Job', name, { assigned_to: bystander }),
    ])
    await Promise.all(others.map((line) => line.until(name)))
    expect(theirs.flatMap(({ heard }) => heard.filter(({ text }) => text.includes(name)))).toEqual([])
  })

  it('signing out ends the connections of that sign-in, and of no other', async () => {
    const session = await call(api.address, null, ENDPOINTS.login, {
      body: { email: TECH_A, password: 'demo' },
    })
    const { access_token, refresh_token } = session.body
    const theirs = await openEverywhere(TECH_A, String(access_token))
    const others = await openEverywhere(TECH_A)
    await call(addresses[1] ?? '', null, ENDPOINTS.logout, { body: { refresh_token } })
    await untilCut(theirs)
    expect(others.map(({ cut }) => cut)).toEqual([null, null])
    const back = openLine(api.address, { token: access_token, org: ORG })
    await expect(back).rejects.toThrow('unauthenticated')
  })

  it('who comes back hears what the new role may', async () => {
    const set = (role: string) =>
      api.sql.query(`UPDATE membership SET role = '${role}', revision = revision + 1 WHERE ${OF_MEMBER}`, [
        TECH_A,
      ])
    await set('technician')
    const [line] = await openEverywhere(TECH_A)
    await set('resolver')
    await untilCut(line === undefined ? [] : [line])
    line?.socket.connect()
    await vi.waitUntil(() => line?.socket.connected, { timeout: 60_000, interval: 5 })
    const name = `JOB-${randomUUID()}`
    await (await rawDevice(api.address, ADMIN)).results([
      insert('Dispatch Job', name, { assigned_to: TECH_B }),
    ])
    await line?.until(name)
  })
})

describe('S-9', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  const inAMinute = () => Math.floor(Date.now() / 1000) + 60
  /** For the servers too, which are in this process. */
  const passAMinute = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })

  /** The same token, but that it ends at another time. */
  async function endingAt(token: string, expires: number): Promise<string> {
    const key = createHmac('sha256', TEST_ENVIRONMENT.AUTH_SECRET).update('access-token').digest()
    return new SignJWT({ ...decodeJwt(token), exp: expires })
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'HS256' })
      .sign(key)
  }

  it('a token that ends takes its connections with it, and does not bring them back', async () => {
    const token = await signIn(api.address, TECH_A)
    const short = await endingAt(token, inAMinute())
    const [theirs, others] = [await openEverywhere(TECH_A, short), await openEverywhere(TECH_A, token)]
    passAMinute()
    await untilCut(theirs)
    expect(theirs.map(({ cut }) => cut)).toEqual(['io server disconnect', 'io server disconnect'])
    expect(others.map(({ cut }) => cut)).toEqual([null, null])
    await expect(openLine(api.address, { token: short, org: ORG })).rejects.toThrow('unauthenticated')
  })

  it('a device comes back by itself, with a new token', async () => {
    const shortLived: typeof fetch = async (address, init) => {
      const response = await fetch(address, init)
      if (!String(address).endsWith(ENDPOINTS.login)) return response
      const session: { access_token: string } = JSON.parse(await response.text())
      const access_token = await endingAt(session.access_token, inAMinute())
      return Response.json({ ...session, access_token })
    }
    const device = await createSyncClient({
      address: api.address,
      org: ORG,
      database: ':memory:',
      ports: { fetch: shortLived },
    })
    const live: boolean[] = []
    const names: string[] = []
    device.subscribe((event) => {
      if (event.type === 'live') live.push(event.connected)
      if (event.type === 'changed') names.push(...event.documents.map((document) => document.name))
    })
    await device.login(ADMIN, 'demo')
    await device.connect()
    passAMinute()
    await vi.waitUntil(() => live.length === 3, { timeout: 60_000, interval: 5 })
    expect(live).toEqual([true, false, true])
    const name = `TKT-${randomUUID()}`
    await (await rawDevice(addresses[1] ?? '', ADMIN)).results([insert('Ticket', name, { subject: 'back' })])
    await vi.waitUntil(() => names.includes(name), { timeout: 60_000, interval: 5 })
    await device.close()
  })
})
