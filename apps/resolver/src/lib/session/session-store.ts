import { ENDPOINTS, type Me, me, type Session, session } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { ProblemError, problemOf, UnknownOutcomeError } from '../http/problem-error.ts'
import { keptOrganisation, keptPerson, keptRefreshToken } from './kept-tokens.ts'

export type Membership = Session['organisations'][number]

export interface SignedIn {
  /**
   * `expired`: the person is known and their work is on the screen, but they must sign in again. `removed`: they
   * belong to no organisation any more.
   */
  readonly status: 'active' | 'expired' | 'removed'
  readonly user: Session['user']
  readonly organisations: readonly Membership[]
  readonly org: Membership
}

type State = SignedIn | null

let state: State = null
let last: State = null
let accessToken: string | null = null
let renewing: Promise<string | null> | null = null
const listeners = new Set<() => void>()

export const sessionStore = {
  get: (): State => state,
  /** Who was here last, also when they have just signed out. */
  last: (): State => last,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** Called once before the first page: picks up the session of an earlier visit. */
export async function restoreSession(): Promise<State> {
  if (state !== null || keptRefreshToken.read() === null) return state
  try {
    await renewAccessToken(null)
  } catch (error) {
    if (!takeUpUnheard()) throw error
  }
  return state
}

/** Nobody answered: the person of the earlier visit reads and decides on; the first answer checks their tokens. */
function takeUpUnheard(): boolean {
  const person = readKeptPerson()
  const wanted = keptOrganisation.read()
  const org = person?.organisations.find((membership) => membership.org === wanted)
  if (person === null || org === undefined) return false
  set({ status: 'active', ...person, org })
  return true
}

function readKeptPerson(): Me | null {
  try {
    return me.parse(JSON.parse(keptPerson.read() ?? 'null'))
  } catch {
    return null
  }
}

export function signIn(email: string, password: string): Promise<void> {
  return openSession(ENDPOINTS.login, { email, password })
}

/** Every way in ends with the same answer; `org` is where the person wants to begin. Who was here before is out. */
export async function openSession(endpoint: string, proof: unknown, org?: string): Promise<void> {
  const before = keptRefreshToken.read()
  const answer = await post(endpoint, proof)
  if (org !== undefined) keptOrganisation.write(org)
  accept(answer)
  await endSignIn(before)
}

export async function signOut(): Promise<void> {
  const refresh = keptRefreshToken.read()
  forget()
  await endSignIn(refresh)
}

/** Best effort: the tokens are gone from this device either way. */
async function endSignIn(refresh: string | null): Promise<void> {
  if (refresh !== null) await send(ENDPOINTS.logout, { refresh_token: refresh }).catch(() => null)
}

export function chooseOrganisation(org: string): void {
  const chosen = state?.organisations.find((membership) => membership.org === org)
  if (state === null || chosen === undefined) return
  keptOrganisation.write(org)
  set({ ...state, org: chosen })
}

/**
 * What the server says now about the person: a role changes, a membership ends, while the page is open. Answers with
 * the organisation that was left for another of theirs.
 */
export function adoptMemberships({ user, organisations }: Me): Membership | null {
  if (state === null) return null
  const before = state.org
  const still = organisations.find((membership) => membership.org === before.org)
  const org = still ?? organisations[0]
  if (org === undefined) remove()
  else {
    keptPerson.write(JSON.stringify({ user, organisations }))
    set({ ...state, user, organisations, org })
  }
  return still === undefined && org !== undefined ? before : null
}

export async function currentAccessToken(): Promise<string | null> {
  return accessToken ?? (keptRefreshToken.read() === null ? null : renewAccessToken(null))
}

/** One renewal at a time: a refresh token works once, so two at once would end the session. */
export function renewAccessToken(dead: string | null): Promise<string | null> {
  if (dead !== null && accessToken !== null && accessToken !== dead) return Promise.resolve(accessToken)
  renewing ??= underLock(renew).finally(() => {
    renewing = null
  })
  return renewing
}

async function renew(): Promise<string | null> {
  // Read inside the lock: another tab may have rotated the token while this one waited.
  const refresh = keptRefreshToken.read()
  if (refresh === null) return expire()
  try {
    accept(await post(ENDPOINTS.refresh, { refresh_token: refresh }))
    return accessToken
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) {
      keptRefreshToken.write(null)
      return expire()
    }
    throw error
  }
}

function accept(answer: Session): void {
  const [first] = answer.organisations
  if (first === undefined) {
    remove()
    throw new Error(t`This account belongs to no organisation at present.`)
  }
  const wanted = keptOrganisation.read()
  const org = answer.organisations.find((membership) => membership.org === wanted) ?? first
  accessToken = answer.access_token
  keptRefreshToken.write(answer.refresh_token)
  keptOrganisation.write(org.org)
  const person: Me = { user: answer.user, organisations: answer.organisations }
  keptPerson.write(JSON.stringify(person))
  set({ status: 'active', ...person, org })
}

function expire(): null {
  accessToken = null
  // Who belongs nowhere any more has nothing to sign in to.
  if (state?.status === 'active') set({ ...state, status: 'expired' })
  return null
}

function remove(): void {
  dropTokens()
  if (state !== null) set({ ...state, status: 'removed' })
}

function forget(): void {
  dropTokens()
  set(null)
}

function dropTokens(): void {
  accessToken = null
  keptRefreshToken.write(null)
  keptOrganisation.write(null)
  keptPerson.write(null)
}

function set(next: State): void {
  state = next
  last = next ?? last
  for (const listener of listeners) listener()
}

async function post(path: string, body: unknown): Promise<Session> {
  const response = await send(path, body)
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return session.parse(await response.json())
}

async function send(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    })
  } catch (cause) {
    throw new UnknownOutcomeError(cause)
  }
}

/** Across tabs where the browser has locks (it has none on plain http beyond localhost). */
function underLock<T>(work: () => Promise<T>): Promise<T> {
  if (typeof navigator === 'undefined' || navigator.locks === undefined) return work()
  return Promise.resolve(navigator.locks.request('dartwing-session', work))
}
