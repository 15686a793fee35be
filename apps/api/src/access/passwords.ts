import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { ProblemException } from '../platform/problem/problem.ts'

/** OWASP's least for argon2id, which is what the library does by default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const SALT_AND_HASH = `c29tZXNhbHRzb21lc2FsdA$${'A'.repeat(43)}`
/** Compared against when there is no password, so that the answer takes as long as when there is one. */
const NOBODYS_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${SALT_AND_HASH}`

const LENGTH_MIN = 8
const LENGTH_MAX = 256
/** What guessing begins with, of those that are long enough. */
const WORST = new Set(
  `12345678 123456789 1234567890 87654321 11111111 00000000 12341234 123123123 password password1 password123
  passw0rd p@ssw0rd qwertyui qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx asdfghjkl zxcvbnm123 abcd1234 abc12345 iloveyou
  sunshine princess football baseball superman trustno1 welcome1 welcome123 letmein1 changeme administrator admin123
  dartwing`.split(/\s+/),
)

/** Each takes 19 MiB and one of the four threads that files and name look-ups need too; the others wait here. */
const turn = pLimit(2)

export function hashPassword(password: string): Promise<string> {
  return turn(() => hash(password, COST))
}

/** Exactly as it was received: nothing is trimmed, folded or normalised. Null: an account without a password. */
export async function isPassword(stored: string | null, given: string): Promise<boolean> {
  const matches = await turn(() => verify(stored ?? NOBODYS_HASH, given)).catch(() => false)
  return matches && stored !== null
}

/** Was it made when less was asked of a machine? */
export function isWeaker(stored: string): boolean {
  const [, memory, time] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(stored) ?? []
  return Number(memory ?? 0) < COST.memoryCost || Number(time ?? 0) < COST.timeCost
}

/** Throws unless this may become the password of this account. */
export function assertUsable(password: string, email: string, path: string): void {
  const message = whatIsWrong(password, email)
  if (message !== null) throw new ProblemException('invalid', { fields: [{ path, message }] })
}

/** In words, after the name of the field; null: it may become the password of this account. */
export function whatIsWrong(password: string, email: string): string | null {
  if (password.length < LENGTH_MIN) return `needs at least ${LENGTH_MIN} characters`
  if (password.length > LENGTH_MAX) return `has more than ${LENGTH_MAX} characters`
  const known = password.toLowerCase()
  if (known === email.toLowerCase()) return 'is the e-mail address'
  return WORST.has(known) ? 'is among the first that are guessed' : null
}
