import { ENDPOINTS } from '@dartwing/protocol'
import { ORG, PASSWORD } from '../devices/slots.ts'
import type { Answer, Request } from '../server/server.ts'

export interface Asked {
  readonly body?: unknown
  readonly revision?: number
  readonly key?: string
}

/** Somebody at a desk, whose own sign-in meets no trouble. */
export class Person {
  readonly #email: string
  readonly #serve: (request: Request) => Promise<Answer>
  readonly #straight: (request: Request) => Promise<Answer>
  #token: string | null = null

  constructor(
    email: string,
    serve: (request: Request) => Promise<Answer>,
    straight: (request: Request) => Promise<Answer>,
  ) {
    this.#email = email
    this.#serve = serve
    this.#straight = straight
  }

  /** Asks in the organisation's name; signs in when that must be. */
  async ask(method: Request['method'], path: string, asked: Asked = {}): Promise<Answer> {
    const answer = await this.#askOnce(method, path, asked)
    if (answer.status !== 401) return answer
    this.#token = null
    return this.#askOnce(method, path, asked)
  }

  async #askOnce(method: Request['method'], path: string, { body, revision, key }: Asked): Promise<Answer> {
    this.#token ??= await this.#signIn()
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (revision !== undefined) headers['if-match'] = `"${revision}"`
    if (key !== undefined) headers['idempotency-key'] = key
    const url = `${path}${path.includes('?') ? '&' : '?'}org=${ORG}`
    return this.#serve({ method, url, headers, body: body === undefined ? undefined : JSON.stringify(body) })
  }

  async #signIn(): Promise<string> {
    const body = JSON.stringify({ email: this.#email, password: PASSWORD })
    const headers = { 'content-type': 'application/json' }
    const answer = await this.#straight({ method: 'POST', url: ENDPOINTS.login, headers, body })
    return String(JSON.parse(answer.body).access_token)
  }
}
