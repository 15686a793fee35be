/** How much of something is let through in one window of time. */
export interface Limit {
  /** Part of the stored key, so it never changes its meaning. */
  readonly name: string
  readonly points: number
  readonly seconds: number
  /** What a process takes at once and hands out itself: one statement for so many requests. */
  readonly step: number
  /** Whoever goes beyond it again within a day waits twice as long each time. */
  readonly escalates: boolean
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const EXACT = { step: 1, escalates: false }

/**
 * Sign-in counts what failed: who gives the right password gets the points back. Devices at work refresh, they do
 * not sign in, so nobody's queue waits for any of these.
 */
export const SIGN_IN = {
  /** A person who tries all the passwords they ever had; nobody else is hit, so it may grow. */
  accountAndAddress: { name: 'sign_in', points: 10, seconds: 5 * MINUTE, step: 1, escalates: true },
  /** A whole office may sit behind one address on the morning after everybody's password was reset. */
  address: { name: 'sign_in_address', points: 200, seconds: 10 * MINUTE, step: 1, escalates: true },
  /** Guesses at one account from everywhere. It never grows: it also keeps its owner out. */
  account: { name: 'sign_in_account', points: 100, seconds: HOUR, ...EXACT },
  /** What two processor cores can hash without starving the sync; hundreds of addresses must help to reach it. */
  everybody: { name: 'sign_in_all', points: 600, seconds: MINUTE, ...EXACT },
} as const satisfies Record<string, Limit>

/** A hundred people behind one address who all come back at once, ten times over. */
export const REFRESH: Limit = { name: 'refresh', points: 1_000, seconds: MINUTE, ...EXACT }

/** A site that saves a list of thousands. Counted by address too, so that a stranger can not use up a site's. */
export const WEBHOOK: Limit = { name: 'webhook', points: 6_000, seconds: MINUTE, step: 100, escalates: false }

/** Of one account, by what it asks for; a minute at most, so that a queue that was refused goes on after it. */
export const OF_ACCOUNT = {
  /** A hundred batches of a hundred changes each second: more than a server takes in. */
  upload: { name: 'upload', points: 6_000, seconds: MINUTE, step: 100, escalates: false },
  /** As many pages of five hundred rows: a shared account may fill all its devices at once. */
  feed: { name: 'feed', points: 6_000, seconds: MINUTE, step: 100, escalates: false },
  /** A person at a screen asks a few times per click. */
  call: { name: 'call', points: 1_200, seconds: MINUTE, step: 20, escalates: false },
} as const satisfies Record<string, Limit>
export type AccountLimit = keyof typeof OF_ACCOUNT
