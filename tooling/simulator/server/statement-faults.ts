import { setImmediate as afterIo } from 'node:timers/promises'
import pg from 'pg'

/** What may befall a statement on its way to PostgreSQL. */
export const STATEMENT_FAULTS = [
  'serialization',
  'deadlock',
  'lock_timeout',
  'connection_lost',
  'commit_unknown',
] as const
export type StatementFault = (typeof STATEMENT_FAULTS)[number]

const SQLSTATE = { serialization: '40001', deadlock: '40P01', lock_timeout: '55P03' } as const

interface Armed {
  readonly fault: StatementFault
  /** How many statements pass before it strikes. */
  left: number
  struck: boolean
}

let armed: Armed | null = null
let spared: ReadonlySet<pg.Client> = new Set()

type Query = (this: pg.Client, ...values: unknown[]) => unknown

/** Stands between the server's driver and PostgreSQL, once per process. The world's own connections are spared. */
export function watchStatements(own: readonly pg.Client[]): void {
  spared = new Set(own)
  const asked: Query = Reflect.get(pg.Client.prototype, 'query')
  const original: Query = function (...values) {
    return spared.has(this) ? asked.apply(this, values) : counted(this, asked, values)
  }
  const query: Query = function (...values) {
    const fault = spared.has(this) ? null : nextFault(textOf(values[0]))
    if (fault === null) return original.apply(this, values)
    const failing = strike(fault, this, () => original.apply(this, values))
    // A pool asks with a callback, a driver with a promise.
    const callback = values.at(-1)
    if (typeof callback !== 'function') return failing
    failing.catch((error: unknown) => callback(error))
  }
  Reflect.set(pg.Client.prototype, 'query', query)
}

/** Runs `work` with one fault waiting for its statement; answers whether it struck. */
export async function withStatementFault<T>(
  fault: StatementFault,
  after: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly struck: boolean }> {
  const mine: Armed = { fault, left: after, struck: false }
  armed = mine
  try {
    return { result: await work(), struck: mine.struck }
  } finally {
    armed = null
  }
}

let underWay = 0

/** A driver asks with a promise, a pool with a callback. */
function counted(client: pg.Client, ask: Query, values: unknown[]): unknown {
  underWay += 1
  const callback = values.at(-1)
  if (typeof callback === 'function') {
    const end = (...answer: unknown[]) => {
      underWay -= 1
      callback(...answer)
    }
    return ask.apply(client, [...values.slice(0, -1), end])
  }
  const answer = ask.apply(client, values)
  if (!(answer instanceof Promise)) {
    underWay -= 1
    return answer
  }
  return answer.finally(() => {
    underWay -= 1
  })
}

/** Resolves when the server asks its database for nothing any more: a request may leave something to be done. */
export async function untilDatabaseRests(): Promise<void> {
  for (let turns = 0; turns < 2; turns += 1) {
    await afterIo()
    if (underWay > 0) turns = -1
  }
}

function strike(fault: StatementFault, client: pg.Client, run: () => unknown): Promise<never> {
  if (fault === 'commit_unknown') return commitThenLose(client, run)
  if (fault === 'connection_lost') return lose(client)
  return Promise.reject(refusal(fault))
}

/** What a server asks by its own timer, or as often as its memory of limits says: no fault is counted by these. */
const BESIDES = /^ROLLBACK|^LISTEN|^UNLISTEN|pg_locks|pg_notify|"limits"/i

function nextFault(text: string): StatementFault | null {
  if (armed === null || armed.struck || BESIDES.test(text)) return null
  const isCommit = /^COMMIT/i.test(text)
  if (armed.fault === 'commit_unknown') {
    if (!isCommit) return null
  } else {
    // A transaction that is only begun, or about to end, is refused by PostgreSQL in neither of these ways.
    if (armed.fault !== 'connection_lost' && (isCommit || /^BEGIN/i.test(text))) return null
    if (armed.left > 0) {
      armed.left -= 1
      return null
    }
  }
  armed.struck = true
  return armed.fault
}

export function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  const text = typeof query === 'object' && query !== null && 'text' in query ? query.text : ''
  return typeof text === 'string' ? text : ''
}

function refusal(fault: keyof typeof SQLSTATE): Error {
  const error = new pg.DatabaseError(`simulated ${fault}`, 0, 'error')
  return Object.assign(error, { code: SQLSTATE[fault], severity: 'ERROR' })
}

async function commitThenLose(client: pg.Client, commit: () => unknown): Promise<never> {
  await commit()
  return lose(client)
}

/** The connection ends as it does when a server is shut down; PostgreSQL takes back what was not committed. */
function lose(client: pg.Client): Promise<never> {
  const connection: { stream?: { destroy(error: Error): void } } = Reflect.get(client, 'connection') ?? {}
  const error = Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' })
  connection.stream?.destroy(error)
  return Promise.reject(error)
}
