const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 30_000
/** A server may ask for more patience than our ceiling, but not for a whole afternoon. */
const LONGEST_ASKED_WAIT_MS = 120_000

/**
 * How long to wait before the next attempt: doubling, with a ceiling, and spread by half so that a hundred
 * phones that lost the same network do not come back in the same moment. `Retry-After` is the least wait.
 */
export function backoffMs(failures: number, random: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1))
  const spread = ceiling / 2 + (ceiling / 2) * random
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_ASKED_WAIT_MS)
  return Math.max(spread, asked)
}
