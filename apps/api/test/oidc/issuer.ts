/** A real issuer on this machine, and people who sign in there: the way a browser does it, without the browser. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'

export const CLIENT_ID = 'dartwing'
export const CALLBACK = '/sign-in/callback'

/** A person as the issuer knows them; the name they sign in with there is their subject. */
export interface Person {
  readonly email: string
  readonly email_verified: boolean
  readonly name?: string
}

export interface IssuerOptions {
  /** Empty or not given: a public client. */
  readonly secret?: string
  /** As most issuers do; the strict ones say the e-mail address at their userinfo endpoint only. */
  readonly emailInIdToken?: boolean
  readonly port?: number
}

export interface TestIssuer {
  readonly address: string
  readonly people: Map<string, Person>
  /** From now on it signs with another key. */
  rotateKeys(): Promise<void>
  close(): Promise<void>
  /** Back at the same address. */
  reopen(): Promise<void>
}

export async function startIssuer(options: IssuerOptions = {}): Promise<TestIssuer> {
  const people = new Map<string, Person>()
  let server = await listen(options.port ?? 0)
  const port = portOf(server)
  const address = `http://127.0.0.1:${port}`
  let answer = await providerAt(address, people, options)
  const attach = () => server.on('request', (request, response) => void answer(request, response))
  attach()
  return {
    address,
    people,
    rotateKeys: async () => {
      answer = await providerAt(address, people, options)
    },
    close: () => closed(server),
    reopen: async () => {
      server = await listen(port)
      attach()
    },
  }
}

async function providerAt(address: string, people: ReadonlyMap<string, Person>, options: IssuerOptions) {
  const { secret = '', emailInIdToken = true } = options
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT_ID,
        ...(secret === ''
          ? { token_endpoint_auth_method: 'none' }
          : { client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' }),
        // Of a native client the port may be any, and the server under test has one only after its start.
        application_type: 'native',
        redirect_uris: [`http://127.0.0.1${CALLBACK}`, `http://localhost${CALLBACK}`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: !emailInIdToken,
    cookies: { keys: [randomUUID()] },
    jwks: { keys: [await signingKey()] },
    findAccount: (_context, subject) => {
      const person = people.get(subject)
      if (person === undefined) return undefined
      return { accountId: subject, claims: () => ({ sub: subject, ...person }) }
    },
  }
  return new Provider(address, configuration).callback()
}

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'RS256', use: 'sig' }
}

/** What a client keeps between leaving for the issuer and coming back. */
export interface SignInRequest {
  readonly redirect_uri: string
  readonly code_verifier: string
  readonly nonce: string
}

/** Signs in at the issuer by its own pages, and comes back with a code. */
export async function codeFor(issuer: string, subject: string, redirect_uri: string) {
  const request: SignInRequest = {
    redirect_uri,
    code_verifier: randomBytes(32).toString('base64url'),
    nonce: randomUUID(),
  }
  const state = randomUUID()
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri,
    scope: 'openid email profile',
    state,
    nonce: request.nonce,
    code_challenge: createHash('sha256').update(request.code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const back = await walk(`${issuer}/auth?${query}`, subject, redirect_uri)
  const code = back.searchParams.get('code')
  if (code === null || back.searchParams.get('state') !== state)
    throw new Error(`The issuer sent back ${back.search}`)
  return { ...request, code }
}

/** Follows the issuer from page to page, filling in its forms, until it sends the person back. */
async function walk(start: string, subject: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let form: URLSearchParams | null = null
  for (let url = start; ; ) {
    const response: Response = await fetch(url, {
      method: form === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const page = await response.text()
    const next = response.headers.get('location')
    if (next !== null) {
      url = new URL(next, url).href
      form = null
      if (url.startsWith(redirectUri)) return new URL(url)
    } else {
      const [, prompt] = /name="prompt" value="(login|consent)"/.exec(page) ?? []
      if (prompt === undefined)
        throw new Error(`The issuer answered ${response.status}: ${page.slice(0, 500)}`)
      form = new URLSearchParams({ prompt, login: subject, password: 'any' })
    }
  }
}

export async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}

export async function closed(server: Server): Promise<void> {
  const gone = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await gone
}
