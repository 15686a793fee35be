import { currentAccessToken, renewAccessToken } from '../session/session-store.ts'
import { MismatchError, ProblemError, problemOf, UnknownOutcomeError } from './problem-error.ts'

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Anything that can tell a well-formed answer from another: a zod schema. */
interface Parser<T> {
  parse(value: unknown): T
}

const NO_CONTENT = 204

/** For calls that answer nothing. */
export const nothing: Parser<null> = { parse: () => null }

/** One authorised call: parses the answer, throws typed errors. */
export async function request<T>(schema: Parser<T>, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answered(path, options)
  const body = response.status === NO_CONTENT ? null : await readBody(() => response.json())
  try {
    return schema.parse(body)
  } catch (cause) {
    throw new MismatchError(cause)
  }
}

/** The same for a file. */
export async function requestFile(path: string, options: RequestOptions = {}): Promise<Blob> {
  const response = await answered(path, options)
  return readBody(() => response.blob())
}

/** Renews the access token once when it has died. */
async function answered(path: string, options: RequestOptions): Promise<Response> {
  const token = (await currentAccessToken()) ?? ''
  let response = await send(path, options, token)
  if (response.status === 401 && token !== '') {
    const refusal = await problemOf(response)
    // About a password that was sent along, not about the token: another token changes nothing.
    if (refusal.code === 'wrong_credentials') throw new ProblemError(refusal)
    const renewed = await renewAccessToken(token)
    if (renewed === null) throw new ProblemError(refusal)
    response = await send(path, options, renewed)
  }
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return response
}

async function send(path: string, options: RequestOptions, token: string): Promise<Response> {
  const { method = 'GET', query, body, headers, signal } = options
  try {
    return await fetch(withQuery(path, query), {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new UnknownOutcomeError(cause)
  }
}

/** A body cut off half way is as unknown as no answer at all. */
async function readBody<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw new UnknownOutcomeError(cause)
  }
}

function withQuery(path: string, query: RequestOptions['query']): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') parameters.set(key, String(value))
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}
