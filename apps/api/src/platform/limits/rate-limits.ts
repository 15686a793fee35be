import { randomInt } from 'node:crypto'
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import pLimit from 'p-limit'
import pg from 'pg'
import { ProblemException } from '../problem/problem.ts'
import { SETTINGS, type Settings } from '../settings.ts'
import { Bucket } from './bucket.ts'
import { type AccountLimit, type Limit, OF_ACCOUNT, REFRESH, SIGN_IN, WEBHOOK } from './limit.ts'
import { networkOf } from './network.ts'

const CONNECTIONS = 2
/** Longer than this nobody waits for a counter: without it each process counts for itself. */
const PATIENCE_MS = 1_000
/** Those who were refused together do not come back in the same moment. */
const SPREAD_SECONDS = 5

/**
 * Passwords looked at in one process at once: few, so that many who know theirs and come together do not look
 * like guessing while they are looked at. Hashing is slower than this anyway.
 */
const SIGN_INS_AT_ONCE = 3

/** Who is trying to prove who they are: the account they say it is, and where they come from. */
export interface Attempt {
  readonly address: string
  /** Null where only the issuer of a sign-in elsewhere knows. */
  readonly account: string | null
}

type Counter = readonly [limit: Limit, key: string]

/** How often somebody may ask, over all processes together. What is too much answers `429 rate_limited`. */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  readonly #log = new Logger('Limits')
  readonly #pool: pg.Pool
  readonly #buckets = new Map<Limit, Bucket>()
  readonly #turn = pLimit(SIGN_INS_AT_ONCE)

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.#pool = new pg.Pool({
      connectionString: settings.DATABASE_URL,
      max: CONNECTIONS,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    })
    // A database that goes away must not end the process: the pool reports, the next query reconnects.
    const report = (error: Error) => this.#log.error(`PostgreSQL: ${error.message}`)
    this.#pool.on('error', report)
    this.#pool.on('connect', (client) => void client.on('error', report))
  }

  async ofAccount(kind: AccountLimit, accountId: string): Promise<void> {
    await this.#take(OF_ACCOUNT[kind], accountId)
  }

  async refresh(address: string): Promise<void> {
    await this.#take(REFRESH, networkOf(address))
  }

  async webhook(org: string, address: string): Promise<void> {
    await this.#take(WEBHOOK, `${org} ${networkOf(address)}`)
  }

  /**
   * Does what tells whether somebody is who they say, if they may try once more: asked before, because
   * checking a password is what costs. An account that does not exist is counted like one that does.
   */
  async signIn<T>(attempt: Attempt, check: () => Promise<T>): Promise<T> {
    // An issuer that is slow must not keep those waiting who have a password.
    if (attempt.account === null) return this.#signIn(attempt, check)
    return this.#turn(() => this.#signIn(attempt, check))
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.end()
  }

  async #signIn<T>(attempt: Attempt, check: () => Promise<T>): Promise<T> {
    const [own, wider] = countersOf(attempt)
    // Whom one of them is known to refuse uses up nothing of the others.
    for (const [limit, key] of [own, ...wider]) assertRoom(this.#bucketOf(limit).refusal(key))
    for (const [limit, key] of [own, ...wider]) await this.#take(limit, key)
    const giveBack = (counters: readonly Counter[]) =>
      Promise.all(counters.map(([limit, key]) => this.#bucketOf(limit).giveBack(key)))
    try {
      const result = await check()
      await this.#bucketOf(own[0]).clear(own[1])
      await giveBack(wider)
      return result
    } catch (error) {
      if (!isWrongGuess(error)) await giveBack([own, ...wider])
      throw error
    }
  }

  async #take(limit: Limit, key: string): Promise<void> {
    assertRoom(await this.#bucketOf(limit).take(key))
  }

  #bucketOf(limit: Limit): Bucket {
    const known = this.#buckets.get(limit)
    if (known !== undefined) return known
    const bucket = new Bucket(this.#pool, limit)
    this.#buckets.set(limit, bucket)
    return bucket
  }
}

function assertRoom(wait: number | null): void {
  if (wait === null) return
  const retry_after = Math.ceil(wait / 1000) + randomInt(SPREAD_SECONDS + 1)
  throw new ProblemException('rate_limited', { retry_after })
}

/** The narrowest first: what one of them stops does not use up what others need. */
function countersOf({ address, account }: Attempt): [own: Counter, wider: Counter[]] {
  const network = networkOf(address)
  const name = account === null ? null : account.toLowerCase()
  const ofAccount: Counter[] = name === null ? [] : [[SIGN_IN.account, name]]
  return [
    [SIGN_IN.accountAndAddress, `${name ?? ''} ${network}`],
    [[SIGN_IN.address, network], ...ofAccount, [SIGN_IN.everybody, '']],
  ]
}

/** What failed for want of a database or an issuer says nothing about who is asking. */
function isWrongGuess(error: unknown): boolean {
  return error instanceof ProblemException && error.problem.status < 500
}
