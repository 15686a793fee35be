/** `npm run account:create`: from an empty server to its first admin, and what an operator does about accounts. */
import { execFile } from 'node:child_process'
import { ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Answer,
  type Api,
  call,
  ORG,
  RESOLVER,
  rawDevice,
  STRANGER,
  startApi,
} from './api-kit.ts'

const PASSWORD = 'correct horse battery'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

interface Ran {
  readonly code: number
  readonly out: string
  readonly error: string
}

function run(words: readonly string[], password = '', databaseUrl = api.databaseUrl): Promise<Ran> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, ACCOUNT_PASSWORD: password }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['commands/account-create.ts', ...words],
      { env },
      (_error, out, error) => resolve({ code: child.exitCode ?? -1, out, error }),
    )
    child.stdin?.end()
  })
}

const first = (org: string, email: string) => [
  ...['--org', org, '--title', 'Acme Heating', '--time-zone', 'Europe/Vienna'],
  ...['--email', email, '--name', 'Ada Lovelace'],
]
const tokenIn = ({ out }: Ran) => /\/invitation#(\S+)/.exec(out)?.[1] ?? ''
const login = (email: string, password: string) =>
  call(api.address, null, ENDPOINTS.login, { body: { email, password } })
const accept = (token: string, password: string) =>
  call(api.address, null, ENDPOINTS.acceptInvitation, { body: { token, password } })
const outcome = ({ status, body }: Answer) => [status, body.code]
const audit = async (org: string) =>
  (
    await api.sql.query(
      'SELECT actor, act, subject, to_value FROM access_event WHERE org_id = $1 ORDER BY at',
      [org],
    )
  ).rows.map(({ actor, act, subject, to_value }) => [actor, act, subject, to_value])

describe('the first organisation of a server', () => {
  it('has an admin who signs in with the password of the environment, and syncs', async () => {
    const ran = await run(first('ACME', 'Ada@Acme.Test'), PASSWORD)
    expect([ran.code, ran.error]).toEqual([0, ''])
    expect(ran.out).not.toContain(PASSWORD)
    const session = await login('ada@acme.test', PASSWORD)
    expect(session.body).toMatchObject({
      user: { email: 'ada@acme.test', full_name: 'Ada Lovelace' },
      organisations: [{ org: 'ACME', title: 'Acme Heating', role: 'admin', time_zone: 'Europe/Vienna' }],
    })
    const feed = await call(api.address, String(session.body.access_token), `${ENDPOINTS.feed}?org=ACME`)
    expect([feed.status, Object(feed.body.message).rows]).toEqual([200, []])
    expect(await audit('ACME')).toEqual([['operator', 'joined', 'ada@acme.test', 'admin']])
  })

  it('is opened by a link when there is no password and nobody at a keyboard', async () => {
    const ran = await run(first('LINKED', 'ada@linked.test'))
    expect(ran.code).toBe(0)
    const joined = await accept(tokenIn(ran), PASSWORD)
    expect(joined.body).toMatchObject({ organisations: [{ org: 'LINKED', role: 'admin' }] })
    expect((await audit('LINKED')).map(([actor, act]) => [actor, act])).toEqual([
      ['operator', 'invited'],
      ['ada@linked.test', 'joined'],
    ])
  })

  it('takes in somebody who has an account already, as they are', async () => {
    const ran = await run(['--org', 'ORG-OTHER', '--email', RESOLVER, '--role', 'receptionist'])
    expect([ran.code, ran.error]).toEqual([0, ''])
    const { body } = await login(RESOLVER, 'demo')
    expect(body.organisations).toEqual([
      expect.objectContaining({ org: ORG }),
      expect.objectContaining({ org: 'ORG-OTHER', role: 'receptionist' }),
    ])
  })
})

describe('a way back in', () => {
  it('is a link that an operator makes, for members of several organisations too', async () => {
    const ran = await run(['--email', RESOLVER, '--reset'])
    expect(ran.code).toBe(0)
    expect((await accept(tokenIn(ran), PASSWORD)).status).toBe(200)
    expect((await login(RESOLVER, PASSWORD)).status).toBe(200)
    expect(outcome(await login(RESOLVER, 'demo'))).toEqual([401, 'wrong_credentials'])
    expect((await audit(ORG)).slice(-2)).toEqual([
      ['operator', 'link_made', RESOLVER, 'reset'],
      [RESOLVER, 'password_reset', RESOLVER, null],
    ])
  })
})

describe('the end of an account', () => {
  it('is at once, everywhere, and can be taken back', async () => {
    const device = await rawDevice(api.address, STRANGER, 'ORG-OTHER')
    expect((await device.feed()).status).toBe(200)
    expect((await run(['--email', STRANGER, '--disable'])).code).toBe(0)
    expect(outcome(await device.feed())).toEqual([401, 'unauthenticated'])
    expect(outcome(await login(STRANGER, 'demo'))).toEqual([401, 'wrong_credentials'])
    expect((await run(['--email', STRANGER, '--enable'])).code).toBe(0)
    expect(outcome(await device.feed())).toEqual([401, 'unauthenticated'])
    expect((await login(STRANGER, 'demo')).status).toBe(200)
  })
})

describe('what is refused', () => {
  const cases: [title: string, words: string[], says: RegExp, password?: string][] = [
    ['nothing', [], /Say what to do/],
    ['a word that is none', ['--password', 'x'], /Unknown option '--password'/],
    ['what is no address', [...first('X', 'ada')], /--email must be an e-mail address/],
    ['no organisation', ['--email', 'x@y.test'], /--org is missing/],
    [
      'a role that is none',
      [...first('X', 'x@y.test'), '--role', 'owner'],
      /--role must be one of technician/,
    ],
    [
      'a zone that is none',
      [...first('X', 'x@y.test'), '--time-zone', 'Mars/Base'],
      /--time-zone must be the IANA/,
    ],
    ['two acts', ['--email', ADMIN, '--disable', '--enable'], /One at a time/],
    ['an organisation without a title', ['--org', 'X', '--email', ADMIN], /There is no organisation X yet/],
    ['an account without a name', ['--org', ORG, '--email', 'x@y.test'], /There is no account x@y.test yet/],
    ['a member', ['--org', ORG, '--email', ADMIN], /belongs to ORG-DEMO already/],
    ['a short password', first('X', 'x@y.test'), /The password needs at least 8/, 'short'],
    ['a password that is the address', first('X', 'x@yz.test'), /is the e-mail address/, 'x@yz.test'],
    ['an end of nobody', ['--email', 'nobody@y.test', '--disable'], /There is no account nobody@y.test/],
    ['a way back for nobody', ['--email', 'nobody@y.test', '--reset'], /There is no account nobody@y.test/],
    [
      'a way back to elsewhere',
      ['--email', ADMIN, '--reset', '--org', 'ORG-OTHER'],
      /is no member of ORG-OTHER/,
    ],
  ]
  it.each(cases)('%s, in one clear line and with nothing done', async (_title, words, says, password) => {
    const before = await counts()
    const ran = await run(words, password)
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.error).toMatch(says)
    expect(ran.error).not.toMatch(/\n\s+at /)
    expect(await counts()).toEqual(before)
  })

  it('a database that no server has started on', async () => {
    await api.sql.query('CREATE DATABASE without_tables')
    const url = new URL(api.databaseUrl)
    url.pathname = '/without_tables'
    const ran = await run(first('X', 'x@y.test'), PASSWORD, url.href)
    await api.sql.query('DROP DATABASE without_tables')
    expect([ran.code, ran.error]).toEqual([2, expect.stringContaining('start the server once')])
  })
})

async function counts() {
  const { rows } = await api.sql.query(
    `SELECT (SELECT count(*) FROM organisation) AS organisations, (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM membership) AS memberships, (SELECT count(*) FROM invitation) AS links`,
  )
  return rows[0]
}
