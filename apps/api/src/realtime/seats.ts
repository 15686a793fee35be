import type { Member } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'

/** Whom a connection speaks for, as it was when it came. */
export interface Seat {
  readonly account: Account
  readonly member: Member
  /** When its access token ends; milliseconds. */
  readonly expiresAt: number
}

/** People have a few devices and a few tabs open; a thousand connections are a mistake or an attack. */
const SEATS_MAX = 50

/** How many connections each account has to this process. */
export class Seats {
  readonly #taken = new Map<string, number>()

  /** False = no more are given to this account. */
  take(accountId: string): boolean {
    const taken = this.#taken.get(accountId) ?? 0
    if (taken >= SEATS_MAX) return false
    this.#taken.set(accountId, taken + 1)
    return true
  }

  giveBack(accountId: string): void {
    const taken = this.#taken.get(accountId) ?? 0
    if (taken <= 1) this.#taken.delete(accountId)
    else this.#taken.set(accountId, taken - 1)
  }
}
