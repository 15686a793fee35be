import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit } from './limit.ts'

const TABLE = { schemaName: 'limits', tableName: 'bucket', tableCreated: true, storeType: 'pool' }
const DAY = 24 * 3_600
const LONGEST_BLOCK = 6 * 3_600

/** What this process has taken of a key's points and not handed out yet. */
interface Share {
  left: number
  refill: Promise<number | null> | null
}

/**
 * One limit, counted by all processes in PostgreSQL: together they never let more through than it says. While the
 * database is away each process counts for itself.
 */
export class Bucket {
  readonly #limit: Limit
  readonly #points: RateLimiterPostgres
  readonly #offences: RateLimiterPostgres
  readonly #shares = new Map<string, Share>()
  /** Until when there is nothing: who is refused is not asked for again. */
  readonly #refusedUntil = new Map<string, number>()

  constructor(pool: pg.Pool, limit: Limit) {
    this.#limit = limit
    this.#points = counter(pool, limit.name, limit.points, limit.seconds)
    this.#offences = counter(pool, `${limit.name}_offence`, Number.MAX_SAFE_INTEGER, DAY)
  }

  /** Takes one point; null, or how many milliseconds there will be none. */
  async take(key: string): Promise<number | null> {
    const known = this.refusal(key)
    if (known !== null) return known
    const stored = hashOf(key)
    const share = this.#shareOf(stored)
    for (;;) {
      if (share.left > 0) {
        share.left -= 1
        return null
      }
      share.refill ??= this.#refill(stored, share)
      const wait = await share.refill
      if (wait !== null) return wait
    }
  }

  /** What `take` would say, if this process knows already that it is a refusal. */
  refusal(key: string): number | null {
    const wait = (this.#refusedUntil.get(hashOf(key)) ?? 0) - Date.now()
    return wait > 0 ? wait : null
  }

  async giveBack(key: string): Promise<void> {
    await this.#points.reward(hashOf(key), 1)
  }

  /** As if nothing had ever been asked for. */
  async clear(key: string): Promise<void> {
    const stored = hashOf(key)
    this.#refusedUntil.delete(stored)
    await Promise.all([this.#points.delete(stored), this.#offences.delete(stored)])
  }

  #shareOf(stored: string): Share {
    const known = this.#shares.get(stored)
    if (known !== undefined) return known
    const share: Share = { left: 0, refill: null }
    this.#shares.set(stored, share)
    return share
  }

  async #refill(stored: string, share: Share): Promise<number | null> {
    const { step } = this.#limit
    const forget = () => this.#shares.delete(stored)
    try {
      const { msBeforeNext } = await this.#points.consume(stored, step)
      share.left = step
      // What was taken of a window ends with it.
      if (step === 1) forget()
      else setTimeout(forget, msBeforeNext).unref()
      return null
    } catch (refusal) {
      forget()
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const wait = this.#isFirst(refusal) ? await this.#block(stored) : refusal.msBeforeNext
      this.#refusedUntil.set(stored, Date.now() + wait)
      setTimeout(() => this.#refusedUntil.delete(stored), wait).unref()
      return wait
    } finally {
      share.refill = null
    }
  }

  /** Exactly one of the refused is the one that went beyond the limit. */
  #isFirst({ consumedPoints }: RateLimiterRes): boolean {
    const { escalates, points, step } = this.#limit
    return escalates && consumedPoints > points && consumedPoints <= points + step
  }

  async #block(stored: string): Promise<number> {
    const { consumedPoints } = await this.#offences.penalty(stored, 1)
    const seconds = Math.min(this.#limit.seconds * 2 ** (consumedPoints - 1), LONGEST_BLOCK)
    await this.#points.block(stored, seconds)
    return seconds * 1000
  }
}

function counter(pool: pg.Pool, name: string, points: number, duration: number): RateLimiterPostgres {
  const own = { keyPrefix: name, points, duration }
  const insuranceLimiter = new RateLimiterMemory(own)
  return new RateLimiterPostgres({ ...TABLE, ...own, storeClient: pool, insuranceLimiter })
}

/** Nothing that names a person is stored, and no key is too long. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
