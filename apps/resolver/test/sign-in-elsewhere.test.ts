import { ENDPOINTS, type OidcRequest, PROBLEMS, type ProblemCode } from '@dartwing/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { finishSignIn } from '../src/features/sign-in/oidc/finish.ts'
import { keepPending, type PendingSignIn } from '../src/features/sign-in/oidc/pending.ts'
import { isOwnPath } from '../src/features/sign-in/own-path.ts'
import { ProblemError, UnknownOutcomeError } from '../src/lib/http/problem-error.ts'

/** As much of a tab's storage as is used; there is no browser here. */
class TabStorage {
  readonly #kept = new Map<string, string>()
  getItem = (key: string) => this.#kept.get(key) ?? null
  setItem = (key: string, value: string) => void this.#kept.set(key, value)
  removeItem = (key: string) => void this.#kept.delete(key)
}

const began: PendingSignIn = {
  issuer: 'https://issuer.test/realms/a',
  state: 'the-state',
  nonce: 'the-nonce',
  code_verifier: 'v'.repeat(43),
  redirect_uri: 'https://app.test/sign-in/callback',
  next: '/c/42?view=team',
  began_at: 1_000_000,
}
const SOON = began.began_at + 60_000
const GOOD = '?code=007&state=the-state&iss=https%3A%2F%2Fissuer.test%2Frealms%2Fa'

const sent: [string, OidcRequest][] = []
const accepting = async (endpoint: string, request: OidcRequest): Promise<void> => {
  sent.push([endpoint, request])
}
const refusing = (error: Error) => () => Promise.reject(error)

function problem(code: ProblemCode, detail?: string): ProblemError {
  const { title, status, retryable } = PROBLEMS[code]
  return new ProblemError({ type: 'x', code, title, status, retryable, ...(detail ? { detail } : {}) })
}

beforeEach(() => {
  Reflect.set(globalThis, 'sessionStorage', new TabStorage())
  sent.length = 0
})

describe('coming back from the issuer', () => {
  it('sends the code with what proves that this tab began, and goes where the person wanted', async () => {
    keepPending(began)
    expect(await finishSignIn(GOOD, accepting, SOON)).toEqual({ kind: 'signed_in', next: began.next })
    const { code_verifier, redirect_uri, nonce } = began
    expect(sent).toEqual([[ENDPOINTS.oidc, { code: '007', code_verifier, redirect_uri, nonce }]])
  })

  it('works once', async () => {
    keepPending(began)
    await finishSignIn(GOOD, accepting, SOON)
    expect(await finishSignIn(GOOD, accepting, SOON)).toMatchObject({
      kind: 'failed',
      next: '/inbox',
      failure: { title: 'That took too long' },
    })
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['of another sign-in', '?code=a&state=another', 'This is not the sign-in you began'],
    ['of no sign-in', '?code=a', 'This is not the sign-in you began'],
    [
      'a refusal of another sign-in',
      '?error=access_denied&state=another',
      'This is not the sign-in you began',
    ],
    ['of another issuer', `${GOOD.replace('realms', 'others')}`, 'This is not the sign-in you began'],
    ['that the person stopped', '?error=access_denied&state=the-state', 'You have not signed in'],
    ['that it could not', '?error=server_error&state=the-state', 'The sign-in service did not let you in'],
    ['nothing at all', '?state=the-state', 'The sign-in service did not let you in'],
  ])('sends nothing on when the answer is %s', async (_name, search, title) => {
    keepPending(began)
    const outcome = await finishSignIn(search, accepting, SOON)
    expect(outcome).toMatchObject({ kind: 'failed', next: began.next, failure: { title } })
    expect(sent).toEqual([])
  })

  it('sends nothing on when it took too long, or was kept by somebody else', async () => {
    keepPending(began)
    const late = await finishSignIn(GOOD, accepting, began.began_at + 16 * 60_000)
    keepPending({ ...began, next: 'https://evil.test' })
    const changed = await finishSignIn(GOOD, accepting, SOON)
    for (const outcome of [late, changed]) {
      expect(outcome).toMatchObject({ kind: 'failed', failure: { title: 'That took too long' } })
    }
    expect(sent).toEqual([])
  })

  it.each<[string, Error, object]>([
    [
      'a person nobody invited',
      problem('forbidden', 'Nobody has invited you yet.'),
      { title: 'You can not come in yet', text: 'Nobody has invited you yet.', another: true },
    ],
    [
      'an issuer that is away',
      problem('issuer_unavailable'),
      { title: 'The sign-in service does not answer' },
    ],
    ['a code that was refused', problem('wrong_credentials', 'Begin again.'), { text: 'Begin again.' }],
    ['a server that is away', new UnknownOutcomeError(null), { title: 'The server does not answer' }],
    [
      'an account that belongs nowhere',
      new Error('No organisation.'),
      { text: 'No organisation.', another: true },
    ],
  ])('says what to do about %s', async (_name, error, failure) => {
    keepPending(began)
    const outcome = await finishSignIn(GOOD, refusing(error), SOON)
    expect(outcome).toMatchObject({ kind: 'failed', next: began.next, failure })
  })
})

describe('a path of this app', () => {
  it.each([
    ['/inbox', true],
    ['/c/42?view=team', true],
    ['//evil.test', false],
    ['/\\evil.test', false],
    ['https://evil.test', false],
    ['', false],
    [undefined, false],
  ])('is told from an address elsewhere: %s', (value, isOwn) => {
    expect(isOwnPath(value)).toBe(isOwn)
  })
})
