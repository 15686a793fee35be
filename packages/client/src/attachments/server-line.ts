import { type Problem, problem } from '@dartwing/protocol'
import type { Driver } from '../local/driver.ts'
import { readSetting } from '../local/settings.ts'
import type { Ports } from '../ports.ts'
import { retryAfter } from '../session/http.ts'
import { ATTEMPTS_MAX, pause } from '../session/patience.ts'
import type { AccountSession } from '../session/session.ts'
import type { Attachment } from './attachment-table.ts'

/** How files of this client get to the server and back. */
export interface ServerLine {
  readonly ports: Ports
  readonly org: string
  /** One request in the name of whoever the attachment belongs to. Throws `Lost` where nobody answered. */
  send(attachment: Attachment, wanted: RawRequest): Promise<Response>
}

export interface RawRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  readonly closing: AbortSignal
}

/** Not this time: the same may fare better later. */
export class Lost extends Error {
  override readonly name = 'Lost'
  readonly retryAfterMs: number | null

  constructor(reason: string, retryAfterMs: number | null = null) {
    super(reason)
    this.retryAfterMs = retryAfterMs
  }
}

export interface ServerLineOptions {
  readonly driver: Driver
  readonly ports: Ports
  readonly session: Pick<AccountSession, 'refresh'>
  readonly address: string
  readonly org: string
  /** For one request: a longer transfer is several. */
  readonly timeoutMs: number
}

export function createServerLine(options: ServerLineOptions): ServerLine {
  const { driver, ports, session, address, org, timeoutMs } = options
  const sendOnce = async (attachment: Attachment, wanted: RawRequest): Promise<Response> => {
    const token = await tokenOf(driver, attachment.account)
    const { method, path, headers, body, closing } = wanted
    try {
      return await ports.fetch(new URL(path, address).href, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
        ...(body === undefined ? {} : { body }),
      })
    } catch (error) {
      throw lostBy(error)
    }
  }
  return {
    ports,
    org,
    send: async (attachment, wanted) => {
      const first = await sendOnce(attachment, wanted)
      if (first.status !== 401 || !(await session.refresh())) return first
      return sendOnce(attachment, wanted)
    },
  }
}

/** Nothing travels in another person's name, whoever has signed in meanwhile. */
async function tokenOf(driver: Driver, account: string): Promise<string> {
  return driver.transaction(async (tx) => {
    const token = await readSetting(tx, 'access_token')
    const present = await readSetting(tx, 'account')
    if (token === null || present?.toLowerCase() !== account.toLowerCase()) throw new Lost('Sign in first')
    return token
  })
}

/** A lost reply, a cut connection, a timeout: what the server has of it is to be asked. */
export function lostBy(error: unknown): Lost {
  return new Lost(error instanceof Error ? error.message : String(error))
}

export interface Refusal {
  readonly status: number
  readonly code: string | null
  readonly reason: string
}

/** Why the server said no. Throws `Lost` when the same may fare better later. */
export async function refusalOf(response: Response, ports: Ports): Promise<Refusal> {
  const known = problem.safeParse(await response.json().catch(() => null))
  const said: Problem | null = known.success ? known.data : null
  const { status } = response
  const reason = said?.title ?? `The server answered ${status}`
  if (isForNow(status, said)) throw new Lost(reason, retryAfter(response.headers, ports))
  return { status, code: said?.code ?? null, reason }
}

const FOR_NOW: ReadonlySet<number> = new Set([401, 408, 423, 429, 460])

/** `not_enabled` is a rollout that has not come this far. */
function isForNow(status: number, said: Problem | null): boolean {
  if (status === 410) return false
  return status >= 500 || FOR_NOW.has(status) || said?.retryable === true || said?.code === 'not_enabled'
}

/**
 * `further`: it got somewhere, and what was lost before does not count any more. `next`: nothing gained, nothing lost.
 * `anew`: what there was is gone.
 */
export type Step<T> = { readonly outcome: T } | 'further' | 'next' | 'anew'

/** Does one step after the other until there is an outcome, with longer and longer pauses after those that were lost. */
export async function untilDone<T>(
  ports: Ports,
  closing: AbortSignal,
  step: () => Promise<Step<T>>,
): Promise<T> {
  for (let failures = 0; ; ) {
    const result = await step().catch((error: unknown) => {
      if (error instanceof Lost) return error
      throw error
    })
    if (result === 'next') continue
    if (result === 'further') {
      failures = 0
      continue
    }
    if (result !== 'anew' && !(result instanceof Lost)) return result.outcome
    failures += 1
    const lost = result === 'anew' ? new Lost('The server keeps asking to begin anew') : result
    if (failures >= ATTEMPTS_MAX || closing.aborted) throw lost
    if (result !== 'anew') await pause({ ports, closing }, failures, lost.retryAfterMs)
  }
}
