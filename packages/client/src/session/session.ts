import { ENDPOINTS, type OidcRequest, readableSession, type Session } from '@dartwing/protocol'
import { ClientError } from '../client-error.ts'
import type { Driver, Statements } from '../local/driver.ts'
import { createSerial, type Serial } from '../local/serial.ts'
import { readSetting, writeSetting } from '../local/settings.ts'
import type { Ports } from '../ports.ts'
import { bindAccount, ensureAccountMaySignIn, isSameAccount } from './account.ts'
import type { Answer, Http, HttpRequest } from './http.ts'

/** Who is signed in on this device, and requests made in their name. */
export interface AccountSession {
  login(email: string, password: string): Promise<Session>
  loginElsewhere(request: OidcRequest): Promise<Session>
  logout(): Promise<void>
  /** Sends with the access token; a 401 is answered by one refresh and one more try. */
  request: Http
  /** Trades the refresh token for new ones; false = the person has to sign in again, or no contact. */
  refresh(): Promise<boolean>
  accessToken(): Promise<string | null>
}

export interface SessionOptions {
  readonly org: string
  /** Runs when no sync does: what one account asked for must not be stored as another's. */
  readonly whenQuiet: Serial
}

export function createSession(
  driver: Driver,
  ports: Ports,
  http: Http,
  { org, whenQuiet }: SessionOptions,
): AccountSession {
  const oneAtATime = createSerial()
  const accessToken = () => readSetting(driver, 'access_token')

  /** Two callers with the same dead token must spend one refresh token, not two. */
  const refreshFrom = (dead: string | null): Promise<Answer['kind']> =>
    oneAtATime(async () => {
      if ((await accessToken()) !== dead) return 'ok'
      return refreshTokens(driver, http)
    })

  const request = async (wanted: HttpRequest): Promise<Answer> => {
    const token = await accessToken()
    const first = await http({ ...wanted, token })
    if (!isUnauthenticated(first)) return first
    const refreshed = await refreshFrom(token)
    if (refreshed === 'unreachable')
      return { kind: 'unreachable', reason: 'the session could not be renewed' }
    if (refreshed !== 'ok') return first
    const second = await http({ ...wanted, token: await accessToken() })
    if (isUnauthenticated(second)) await requireSignIn(driver, await readSetting(driver, 'refresh_token'))
    return second
  }

  const enter = async (fresh: Session): Promise<Session> => {
    const { email } = fresh.user
    if (!fresh.organisations.some((membership) => membership.org === org)) {
      throw new ClientError('not_a_member', `${email} does not belong to ${org}`)
    }
    const bind = () =>
      driver.transaction(async (tx) => {
        await ensureAccountMaySignIn(tx, email)
        await bindAccount(tx, email, ports)
        await storeTokens(tx, fresh)
      })
    if (await isSameAccount(driver, email)) await bind()
    else await whenQuiet(bind)
    return fresh
  }

  return {
    accessToken,
    request,
    refresh: async () => (await refreshFrom(await accessToken())) === 'ok',
    login: async (email, password) => {
      await ensureAccountMaySignIn(driver, email)
      return enter(await signIn(http, ENDPOINTS.login, { email, password }))
    },
    loginElsewhere: async (request) => enter(await signIn(http, ENDPOINTS.oidc, request)),
    logout: () => signOut(driver, http),
  }
}

/** Unreachable or refused, the tokens leave this device all the same. */
async function signOut(driver: Driver, http: Http): Promise<void> {
  const refresh_token = await readSetting(driver, 'refresh_token')
  const token = await readSetting(driver, 'access_token')
  if (refresh_token) await http({ method: 'POST', path: ENDPOINTS.logout, body: { refresh_token }, token })
  await driver.transaction(forgetTokens)
}

export function isUnauthenticated(answer: Answer): boolean {
  return answer.kind === 'problem' && answer.status === 401
}

async function signIn(http: Http, path: string, body: unknown): Promise<Session> {
  const answer = await http({ method: 'POST', path, body })
  if (answer.kind === 'unreachable') throw new ClientError('unreachable', answer.reason)
  if (answer.kind === 'problem') {
    const code = answer.problem?.code
    throw new ClientError('refused', answer.problem?.title ?? `The server answered ${answer.status}`, code)
  }
  const parsed = readableSession.safeParse(answer.body)
  if (!parsed.success) throw new ClientError('unexpected_answer', 'The sign-in answer is not understood')
  return parsed.data
}

async function refreshTokens(driver: Driver, http: Http): Promise<Answer['kind']> {
  const refresh_token = await readSetting(driver, 'refresh_token')
  if (refresh_token === null) return requireSignIn(driver, null)
  const answer = await http({ method: 'POST', path: ENDPOINTS.refresh, body: { refresh_token } })
  if (answer.kind === 'problem' && answer.status === 401) return requireSignIn(driver, refresh_token)
  if (answer.kind !== 'ok') return 'unreachable'
  const parsed = readableSession.safeParse(answer.body)
  if (!parsed.success) return 'unreachable'
  await driver.transaction(async (tx) => {
    if (await isStill(tx, refresh_token)) await storeTokens(tx, parsed.data)
  })
  return 'ok'
}

/** Whoever signed in or out while the answer was on its way has the last word. */
async function isStill(tx: Statements, refreshToken: string | null): Promise<boolean> {
  return (await readSetting(tx, 'refresh_token')) === refreshToken
}

async function requireSignIn(driver: Driver, refreshToken: string | null): Promise<'problem'> {
  await driver.transaction(async (tx) => {
    if (await isStill(tx, refreshToken)) await writeSetting(tx, 'reauth', 'yes')
  })
  return 'problem'
}

async function storeTokens(tx: Statements, fresh: Session): Promise<void> {
  await writeSetting(tx, 'access_token', fresh.access_token)
  await writeSetting(tx, 'refresh_token', fresh.refresh_token)
  await writeSetting(tx, 'reauth', null)
}

async function forgetTokens(tx: Statements): Promise<void> {
  for (const key of ['access_token', 'refresh_token', 'reauth'] as const) await writeSetting(tx, key, null)
}
