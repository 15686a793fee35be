/** Who belongs to an organisation, by whose doing: invitations, links, roles, and two admins at once. */
import { randomUUID } from 'node:crypto'
import { addressOf, ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Answer,
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
} from './api-kit.ts'

const OTHER = 'ORG-OTHER'
const PASSWORD = 'correct horse battery'

let api: Api
let replica: string
let admin: string
let stranger: string
beforeAll(async () => {
  api = await startApi()
  replica = await api.replica()
  admin = await signIn(api.address, ADMIN)
  stranger = await signIn(api.address, STRANGER)
})
afterAll(() => api.close())

const outcome = ({ status, body }: Answer) => [status, body.code]
const newAddress = () => `${randomUUID()}@new.test`
const inviting = (email: string, role = 'technician', full_name = 'New Person') => ({
  email,
  full_name,
  role,
})

const invite = (body: unknown, token = admin, org = ORG) =>
  call(api.address, token, `${ENDPOINTS.members}?org=${org}`, { body })

const change = (id: unknown, body: unknown, token = admin, { org = ORG, address = api.address } = {}) =>
  call(address, token, `${addressOf(ENDPOINTS.member, { account_id: String(id) })}?org=${org}`, {
    method: 'PATCH',
    body,
  })

const makeLink = (id: unknown, token = admin, org = ORG) =>
  call(api.address, token, `${addressOf(ENDPOINTS.memberLink, { account_id: String(id) })}?org=${org}`, {
    method: 'POST',
  })

const look = (token: unknown) => call(api.address, null, ENDPOINTS.invitation, { body: { token } })
const accept = (token: unknown, password = PASSWORD, address = api.address) =>
  call(address, null, ENDPOINTS.acceptInvitation, { body: { token, password } })
const login = (email: string, password = PASSWORD) =>
  call(api.address, null, ENDPOINTS.login, { body: { email, password } })

async function idOf(email: string): Promise<string> {
  const { rows } = await api.sql.query('SELECT account_id FROM account WHERE email = $1', [email])
  return String(rows[0]?.account_id)
}

/** Invited and joined. */
async function join(role = 'technician', token = admin, org = ORG) {
  const email = newAddress()
  const invited = await invite(inviting(email, role), token, org)
  const session = await accept(invited.body.token)
  return { email, id: await idOf(email), access: String(session.body.access_token), session }
}

async function auditOf(subject: string, token = admin, org = ORG) {
  const { body } = await call(api.address, token, `${ENDPOINTS.audit}?org=${org}&limit=200`)
  const items = body.items as {
    subject: string | null
    act: string
    actor: string
    from: unknown
    to: unknown
  }[]
  return items
    .filter((entry) => entry.subject === subject)
    .map(({ act, actor, from, to }) => [act, actor, from, to])
}

const LINK_EXPIRED = [410, 'link_expired']

describe('an invitation', () => {
  it('is shown to whoever has it, makes a member, and is written down', async () => {
    const email = newAddress()
    const invited = await invite(inviting(email.toUpperCase(), 'receptionist', '  Åsa Berg '))
    expect(invited.status).toBe(201)
    const member = { email, full_name: 'Åsa Berg', role: 'receptionist', last_seen_at: null }
    expect(invited.body.member).toEqual({ ...member, account_id: await idOf(email), state: 'invited' })
    const hours = (Date.parse(String(invited.body.expires_at)) - Date.now()) / 3_600_000
    expect(Math.round(hours)).toBe(72)

    expect((await look(invited.body.token)).body).toEqual({
      org: ORG,
      organisation: 'Nordlicht Heating & Cooling',
      email,
      full_name: 'Åsa Berg',
      role: 'receptionist',
      purpose: 'join',
      expires_at: invited.body.expires_at,
    })
    const joined = await accept(invited.body.token)
    expect(joined.status).toBe(200)
    expect(joined.body).toMatchObject({
      user: { email, full_name: 'Åsa Berg' },
      organisations: [{ org: ORG, role: 'receptionist' }],
    })
    expect((await login(email)).status).toBe(200)
    expect(await auditOf(email)).toEqual([
      ['joined', email, null, 'receptionist'],
      ['invited', ADMIN, null, 'receptionist'],
    ])
    expect(outcome(await accept(invited.body.token))).toEqual(LINK_EXPIRED)
    expect(outcome(await look(invited.body.token))).toEqual(LINK_EXPIRED)
  })

  it('opens nothing before it is accepted', async () => {
    const invited = await invite(inviting(TECH_B), stranger, OTHER)
    expect(invited.status).toBe(201)
    const token = await signIn(api.address, TECH_B)
    const me = await call(api.address, token, ENDPOINTS.me)
    expect(me.body.organisations).toEqual([expect.objectContaining({ org: ORG })])
    const feed = await call(api.address, token, `${ENDPOINTS.feed}?org=${OTHER}`)
    expect(outcome(feed)).toEqual([404, 'not_found'])
    expect((await call(api.address, token, ENDPOINTS.conflicts)).status).toBe(200)
  })

  it('tells an organisation nothing of what a person is elsewhere', async () => {
    const [known, unknown] = [RECEPTION, newAddress()]
    const answers = [
      await invite(inviting(known), stranger, OTHER),
      await invite(inviting(unknown), stranger, OTHER),
    ]
    const seen = answers.map(({ status, body }) => {
      const { email: _, account_id: __, ...member } = Object(body.member)
      return { status, keys: Object.keys(body), member }
    })
    expect(seen[0]).toEqual(seen[1])
    const list = await call(api.address, stranger, `${ENDPOINTS.members}?org=${OTHER}&q=reception`)
    expect(list.body.items).toEqual([expect.objectContaining({ email: known, full_name: 'New Person' })])
    expect(
      (await call(api.address, stranger, `${ENDPOINTS.members}?org=${OTHER}&q=Dana`)).body.items,
    ).toEqual([])
  })

  it('is accepted with the password that an account has already, and changes nothing about it', async () => {
    const invited = await invite(inviting(RESOLVER, 'admin', 'Somebody'), stranger, OTHER)
    expect(outcome(await accept(invited.body.token, PASSWORD))).toEqual([401, 'wrong_credentials'])
    const joined = await accept(invited.body.token, 'demo')
    expect(joined.body).toMatchObject({
      user: { email: RESOLVER, full_name: 'Ravi Krishnan' },
      organisations: [
        { org: ORG, role: 'resolver' },
        { org: OTHER, role: 'admin' },
      ],
    })
    expect((await login(RESOLVER, 'demo')).status).toBe(200)
  })

  it('never gives a password to an account that is used without one', async () => {
    const person = await join()
    await api.sql.query('UPDATE account SET password_hash = NULL WHERE account_id = $1', [person.id])
    const invited = await invite(inviting(person.email), stranger, OTHER)
    expect(outcome(await accept(invited.body.token))).toEqual([401, 'wrong_credentials'])
    expect(outcome(await login(person.email))).toEqual([401, 'wrong_credentials'])
  })

  it.each([
    ['short', 'seven77'],
    ['everybody’s', 'password123'],
  ])('is not accepted with a password that is %s, and stays good', async (_title, password) => {
    const invited = await invite(inviting(newAddress()))
    const answer = await accept(invited.body.token, password)
    expect([...outcome(answer), answer.body.fields]).toEqual([
      422,
      'invalid',
      [{ path: 'password', message: expect.any(String) }],
    ])
    expect((await accept(invited.body.token)).status).toBe(200)
  })

  it('ends when it is replaced, when its time is over, and when the person is disabled', async () => {
    const first = await invite(inviting(newAddress()))
    const { account_id } = Object(first.body.member)
    const second = await makeLink(account_id)
    expect([second.status, outcome(await accept(first.body.token))]).toEqual([201, LINK_EXPIRED])
    expect((await change(account_id, { disabled: true })).body.state).toBe('disabled')
    expect(outcome(await accept(second.body.token))).toEqual(LINK_EXPIRED)
    expect(outcome(await makeLink(account_id))).toEqual([403, 'forbidden'])
    expect((await change(account_id, { disabled: false })).body.state).toBe('invited')
    expect(outcome(await accept(second.body.token))).toEqual(LINK_EXPIRED)
    const third = await makeLink(account_id)
    await api.sql.query(
      "UPDATE invitation SET expires_at = now() - interval '1 second' WHERE account_id = $1",
      [account_id],
    )
    expect(outcome(await look(third.body.token))).toEqual(LINK_EXPIRED)
    expect(outcome(await accept(third.body.token))).toEqual(LINK_EXPIRED)
    expect((await accept((await makeLink(account_id)).body.token)).status).toBe(200)
  })

  it('is not in the database, so that who reads that can use none', async () => {
    const { body } = await invite(inviting(newAddress()))
    const { rows } = await api.sql.query('SELECT * FROM invitation')
    expect(JSON.stringify(rows)).not.toContain(String(body.token).split('.')[1])
  })

  it('lets one of two through that use it at once, on two servers', async () => {
    for (let round = 0; round < 5; round++) {
      const email = newAddress()
      const { body } = await invite(inviting(email))
      const answers = await Promise.all([
        accept(body.token, `${PASSWORD} one`),
        accept(body.token, `${PASSWORD} two`, replica),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
      const winner = answers[0].status === 200 ? 'one' : 'two'
      expect((await login(email, `${PASSWORD} ${winner}`)).status).toBe(200)
      expect((await auditOf(email)).filter(([act]) => act === 'joined')).toHaveLength(1)
    }
  })

  it.each([
    '',
    'x',
    'x.y',
    'x.y.z',
    `${Buffer.from(ORG).toString('base64url')}.`,
    '.',
    '\u0000',
    'AAAA.BBBB',
  ])('is not %j', async (token) => {
    const expected = token === '' || token === '\u0000' ? [422, 'malformed_request'] : LINK_EXPIRED
    expect(outcome(await look(token))).toEqual(expected)
    expect(outcome(await accept(token))).toEqual(expected)
  })

  it('does not lead into another organisation', async () => {
    const { body } = await invite(inviting(newAddress()))
    const secret = String(body.token).split('.')[1]
    expect(outcome(await look(`${Buffer.from(OTHER).toString('base64url')}.${secret}`))).toEqual(LINK_EXPIRED)
  })
})

describe('a new password for a member of long standing', () => {
  it('is chosen by whoever has the link, and ends every sign-in', async () => {
    const person = await join()
    const made = await makeLink(person.id)
    expect((await look(made.body.token)).body).toMatchObject({ purpose: 'reset', email: person.email })
    expect((await accept(made.body.token, `${PASSWORD} anew`)).status).toBe(200)
    expect(outcome(await call(api.address, person.access, ENDPOINTS.me))).toEqual([401, 'unauthenticated'])
    expect(outcome(await login(person.email))).toEqual([401, 'wrong_credentials'])
    expect((await login(person.email, `${PASSWORD} anew`)).status).toBe(200)
    expect((await auditOf(person.email)).slice(0, 2)).toEqual([
      ['password_reset', person.email, null, null],
      ['link_made', ADMIN, null, 'reset'],
    ])
  })

  it('is not an admin’s to give to somebody who was invited elsewhere too, nor by a link made before', async () => {
    const person = await join()
    const before = await makeLink(person.id)
    expect(before.status).toBe(201)
    expect((await invite(inviting(person.email), stranger, OTHER)).status).toBe(201)
    expect(outcome(await makeLink(person.id))).toEqual([409, 'belongs_elsewhere'])
    expect(outcome(await accept(before.body.token, `${PASSWORD} anew`))).toEqual(LINK_EXPIRED)
    expect((await login(person.email)).status).toBe(200)
  })
})

describe('a member', () => {
  it('whose role changes reads from the beginning, and does at once what the new role may', async () => {
    const { access, id, email } = await join('receptionist')
    const feed = (since = '') => call(replica, access, `${ENDPOINTS.feed}?org=${ORG}&since=${since}`)
    const { next_since } = Object((await feed()).body.message)
    const changed = await change(id, { role: 'admin' })
    expect([changed.status, changed.body.role]).toEqual([200, 'admin'])
    expect(outcome(await feed(String(next_since)))).toEqual([410, 'scope_changed'])
    expect((await call(replica, access, `${ENDPOINTS.members}?org=${ORG}`)).status).toBe(200)
    expect((await change(id, { role: 'admin' })).status).toBe(200)
    expect((await change(id, { role: 'technician' }, access)).status).toBe(200)
    expect(outcome(await call(replica, access, `${ENDPOINTS.members}?org=${ORG}`))).toEqual([
      403,
      'forbidden',
    ])
    expect(await auditOf(email)).toEqual([
      ['role_changed', email, 'admin', 'technician'],
      ['role_changed', ADMIN, 'receptionist', 'admin'],
      ['joined', email, null, 'receptionist'],
      ['invited', ADMIN, null, 'receptionist'],
    ])
  })

  it('who is disabled finds nothing here at once, and everything when enabled again', async () => {
    const { access, id, email } = await join()
    const feed = () => call(replica, access, `${ENDPOINTS.feed}?org=${ORG}`)
    expect((await feed()).status).toBe(200)
    expect((await change(id, { disabled: true })).body.state).toBe('disabled')
    expect(outcome(await feed())).toEqual([404, 'not_found'])
    expect((await login(email)).body.organisations).toEqual([])
    expect((await change(id, { disabled: true })).body.state).toBe('disabled')
    expect((await change(id, { disabled: false })).body.state).toBe('active')
    expect((await feed()).status).toBe(200)
    expect((await auditOf(email)).map(([act]) => act)).toEqual(['enabled', 'disabled', 'joined', 'invited'])
  })
})

describe('refusals', () => {
  const VALID = inviting('somebody@new.test')
  const bodies: [title: string, body: unknown][] = [
    ['no address', { ...VALID, email: undefined }],
    ['what is no address', { ...VALID, email: 'somebody' }],
    ['an address with a NUL', { ...VALID, email: 'some\u0000body@new.test' }],
    ['an address beyond measure', { ...VALID, email: `${'x'.repeat(320)}@new.test` }],
    ['no name', { ...VALID, full_name: ' ' }],
    ['a name with a NUL', { ...VALID, full_name: 'a\u0000' }],
    ['a name beyond measure', { ...VALID, full_name: 'x'.repeat(141) }],
    ['a role that is none', { ...VALID, role: 'owner' }],
    ['a list', []],
    ['nothing', {}],
  ]
  it.each(bodies)('invites nobody with %s', async (_title, body) => {
    expect(outcome(await invite(body))).toEqual([422, 'malformed_request'])
  })

  it.each([{}, { role: 'owner' }, { disabled: 'yes' }, { role: null }, []])(
    'changes nothing by %j',
    async (body) => {
      expect(outcome(await change(await idOf(TECH_A), body))).toEqual([422, 'malformed_request'])
    },
  )

  it('invites nobody twice, whatever they are here', async () => {
    const again = (email: string) => invite(inviting(email))
    const invited = await invite(inviting(newAddress()))
    const member = Object(invited.body.member)
    const ALREADY = [409, 'already_member']
    expect(outcome(await again(member.email))).toEqual(ALREADY)
    await change(member.account_id, { disabled: true })
    expect(outcome(await again(member.email))).toEqual(ALREADY)
    expect(outcome(await again(TECH_A.toUpperCase()))).toEqual(ALREADY)
  })

  const calls: [title: string, ask: (token: string, org: string) => Promise<Answer>][] = [
    ['the list', (token, org) => call(api.address, token, `${ENDPOINTS.members}?org=${org}`)],
    ['the audit', (token, org) => call(api.address, token, `${ENDPOINTS.audit}?org=${org}`)],
    ['inviting', (token, org) => invite(VALID, token, org)],
    ['changing', async (token, org) => change(await idOf(TECH_A), { disabled: true }, token, { org })],
    ['a link', async (token, org) => makeLink(await idOf(TECH_A), token, org)],
  ]
  it.each(calls)('%s is for admins', async (_title, ask) => {
    for (const email of [TECH_A, RECEPTION]) {
      expect(outcome(await ask(await signIn(api.address, email), ORG))).toEqual([403, 'forbidden'])
    }
  })

  it.each(calls)('%s is not there for another organisation’s admin', async (_title, ask) => {
    expect(outcome(await ask(stranger, ORG))).toEqual([404, 'not_found'])
    expect(outcome(await ask(stranger, 'ORG-NONE'))).toEqual([404, 'not_found'])
  })

  it.each(calls)('%s is not there for whoever has not signed in', async (_title, ask) => {
    expect(outcome(await ask('x.y.z', ORG))).toEqual([401, 'unauthenticated'])
  })

  it.each([
    ['an id that is none', async () => 'x'],
    ['an id of nobody', async () => randomUUID()],
    ['a member of another organisation', async () => idOf(STRANGER)],
  ])('knows no %s', async (_title, id) => {
    expect(outcome(await change(await id(), { disabled: true }))).toEqual([404, 'not_found'])
    expect(outcome(await makeLink(await id()))).toEqual([404, 'not_found'])
  })

  it.each(['x', Buffer.from('{}').toString('base64url'), Buffer.from('"a\\u0000"').toString('base64url')])(
    'knows no cursor %s',
    async (cursor) => {
      for (const path of [ENDPOINTS.members, ENDPOINTS.audit]) {
        const answer = await call(api.address, admin, `${path}?org=${ORG}&cursor=${cursor}`)
        expect(outcome(answer)).toEqual([422, 'invalid_cursor'])
      }
    },
  )
})

describe('the last admin', () => {
  /** An organisation with these admins and nobody else. */
  async function alone(count: number) {
    const org = `ORG-${randomUUID()}`
    await api.sql.query(
      "INSERT INTO organisation (org_id, title, time_zone) VALUES ($1, 'x', 'Europe/Berlin')",
      [org],
    )
    const people = []
    for (let index = 0; index < count; index++) {
      const person = await join()
      await api.sql.query("INSERT INTO membership (org_id, account_id, role) VALUES ($1, $2, 'admin')", [
        org,
        person.id,
      ])
      people.push(person)
    }
    return { org, people }
  }

  it('can not be taken away, be it by themselves', async () => {
    const { org, people } = await alone(1)
    const [only] = people
    for (const body of [{ role: 'technician' }, { disabled: true }, { role: 'resolver', disabled: true }]) {
      expect(outcome(await change(only?.id, body, only?.access, { org }))).toEqual([409, 'last_admin'])
    }
    const still = await call(api.address, String(only?.access), `${ENDPOINTS.members}?org=${org}`)
    expect(still.body.items).toEqual([expect.objectContaining({ role: 'admin', state: 'active' })])
  })

  it('stands when those who could follow were only invited, or are disabled', async () => {
    const { org, people } = await alone(2)
    const [first, second] = people
    expect((await change(second?.id, { disabled: true }, first?.access, { org })).status).toBe(200)
    expect((await invite(inviting(newAddress(), 'admin'), first?.access, org)).status).toBe(201)
    expect(outcome(await change(first?.id, { role: 'resolver' }, first?.access, { org }))).toEqual([
      409,
      'last_admin',
    ])
  })

  it('is left when two take each other’s role at once, on two servers', async () => {
    const { org, people } = await alone(2)
    const [one, other] = people
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([
        change(other?.id, { role: 'resolver' }, one?.access, { org }),
        change(one?.id, { role: 'resolver' }, other?.access, { org, address: replica }),
      ])
      expect(answers.map(outcome).sort()).toEqual([
        [200, undefined],
        [403, 'forbidden'],
      ])
      const count = await api.sql.query(
        "UPDATE membership SET role = 'admin' WHERE org_id = $1 AND role <> 'admin' RETURNING 1",
        [org],
      )
      expect(count.rowCount).toBe(1)
    }
  })
})

describe('lists', () => {
  it('go on where they ended, and find by name and address', async () => {
    const marked = randomUUID()
    for (let index = 0; index < 5; index++)
      await invite(inviting(newAddress(), 'technician', `${marked} 100%_`))
    const found: unknown[] = []
    let cursor = ''
    do {
      const path = `${ENDPOINTS.members}?org=${ORG}&limit=2&q=${encodeURIComponent(`${marked} 100%_`)}`
      const { body } = await call(api.address, admin, `${path}&cursor=${cursor}`)
      found.push(...(body.items as { email: string }[]).map(({ email }) => email))
      cursor = body.next_cursor === null ? '' : String(body.next_cursor)
    } while (cursor !== '')
    expect([found.length, found]).toEqual([5, [...found].sort()])
    const byAddress = await call(api.address, admin, `${ENDPOINTS.members}?org=${ORG}&q=TECH.A@`)
    expect(byAddress.body.items).toEqual([
      expect.objectContaining({ email: TECH_A, full_name: 'Ana Ortega' }),
    ])
  })

  it('say when a device of a member was last heard of', async () => {
    const device = await rawDevice(api.address, TECH_A)
    await device.results([insert('Ticket', `TKT-${randomUUID()}`, { subject: 'x' })])
    const { body } = await call(api.address, admin, `${ENDPOINTS.members}?org=${ORG}&q=tech.a`)
    expect(body.items).toEqual([
      expect.objectContaining({ last_seen_at: expect.stringMatching(/^2\d{3}-.*Z$/) }),
    ])
  })

  it('of what was done go on where they ended, the latest first, each entry once', async () => {
    const ids: string[] = []
    const times: string[] = []
    let cursor = ''
    do {
      const { body } = await call(
        api.address,
        admin,
        `${ENDPOINTS.audit}?org=${ORG}&limit=7&cursor=${cursor}`,
      )
      for (const { id, at } of body.items as { id: string; at: string }[]) {
        ids.push(id)
        times.push(at)
      }
      cursor = body.next_cursor === null ? '' : String(body.next_cursor)
    } while (cursor !== '')
    const { rows } = await api.sql.query('SELECT count(*)::int AS n FROM access_event WHERE org_id = $1', [
      ORG,
    ])
    expect([new Set(ids).size, ids.length]).toEqual([rows[0].n, rows[0].n])
    expect(times).toEqual([...times].sort().reverse())
  })

  it('of what was done can only grow: the application may not change them', async () => {
    const rights = await api.sql.query(
      `SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may FROM information_schema.role_table_grants
       WHERE grantee = 'dartwing_app' AND table_name = 'access_event'`,
    )
    expect(rights.rows).toEqual([{ may: 'INSERT SELECT' }])
  })
})
