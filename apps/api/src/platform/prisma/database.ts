import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import { Metrics } from '../metrics.ts'
import { SETTINGS, type Settings } from '../settings.ts'
import { sqlStateOf } from './sql-state.ts'
import { inTransaction, type StatementName, type Statements } from './statements.ts'

export type Transaction = Prisma.TransactionClient
export { Prisma, type Statements }

export const APP_ROLE = 'dartwing_app'
/**
 * For one transaction: the application's role, every statement planned for the tables as they are now, and none
 * that goes on in the database when its transaction has been given up.
 */
const AS_APPLICATION = Prisma.sql`set_config('role', ${APP_ROLE}, true),
  set_config('plan_cache_mode', 'force_custom_plan', true), set_config('statement_timeout', '25s', true)`
const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 30_000 }

/**
 * The only door to PostgreSQL. Every query runs in a transaction that has taken the application's role,
 * which owns nothing, and has named the organisation that row-level security lets it see.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly #client: PrismaClient
  readonly #pool: pg.Pool
  readonly #nameOf = statementName()
  readonly #log = new Logger('Database')

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly metrics: Metrics,
  ) {
    // A database that goes away must not end the process: the pool reports, the next query reconnects.
    const onPoolError = (error: Error) => this.#log.error(`PostgreSQL: ${error.message}`)
    this.#pool = new pg.Pool({
      connectionString: settings.DATABASE_URL,
      max: settings.DATABASE_POOL,
      connectionTimeoutMillis: TRANSACTION_LIMITS.maxWait,
    })
    // Of a connection that is lost while it is used, the statement tells; the event would end the process.
    this.#pool.on('connect', (client) => void client.on('error', () => {}))
    const adapter = new PrismaPg(this.#pool, {
      onPoolError,
      onConnectionError: onPoolError,
      statementNameGenerator: this.#nameOf,
      disposeExternalPool: true,
    })
    this.#client = new PrismaClient({ adapter })
  }

  /** One transaction in which only the rows of `orgId` exist. `now`: its one moment, by the database's clock. */
  async inOrganisation<T>(orgId: string, work: (tx: Transaction, now: string) => Promise<T>): Promise<T> {
    return this.#counted(() =>
      this.#client.$transaction(async (tx) => work(tx, await enter(tx, orgId)), TRANSACTION_LIMITS),
    )
  }

  /** The same for work that consists of SQL alone, without Prisma on its way: uploads and reads of the feed. */
  async sqlInOrganisation<T>(orgId: string, work: (tx: Statements, now: string) => Promise<T>): Promise<T> {
    return this.#counted(() =>
      inTransaction(this.#pool, this.#nameOf, async (tx) => work(tx, await enter(tx, orgId))),
    )
  }

  /** One transaction over the three global tables, and the memberships of one account. */
  async acrossOrganisations<T>(accountId: string | null, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#counted(() =>
      this.#client.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT ${AS_APPLICATION}, set_config('app.account_id', ${accountId ?? ''}, true)`
        return work(tx)
      }, TRANSACTION_LIMITS),
    )
  }

  /** Of the pool: in use, open and idle, and how many wait for one. */
  get connections() {
    const { totalCount, idleCount, waitingCount } = this.#pool
    return { in_use: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  }

  /** Throws unless the server keeps what it acknowledges and the role can not step over the walls. */
  async assertSafe(): Promise<void> {
    await this.#client.$transaction(async (tx) => {
      const [role] = await tx.$queryRaw<{ unsafe: boolean; owns: bigint }[]>`
        SELECT r.rolsuper OR r.rolbypassrls AS unsafe,
          (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) AS owns
        FROM pg_roles r WHERE r.rolname = ${APP_ROLE}`
      if (role === undefined || role.unsafe || role.owns > 0n) {
        throw new Error(`The role ${APP_ROLE} must exist, own no tables and not bypass row-level security`)
      }
    })
  }

  /** Throws when the server may forget what it has confirmed. */
  async assertDurable(): Promise<void> {
    const settings = await this.#client.$queryRaw<{ name: string; setting: string }[]>`
      SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`
    const off = settings.filter((row) => row.setting === 'off').map((row) => row.name)
    if (off.length > 0)
      throw new Error(`PostgreSQL has ${off.join(', ')} off: it could lose acknowledged changes`)
  }

  async isReachable(): Promise<boolean> {
    try {
      await this.#client.$queryRaw`SELECT 1`
      return true
    } catch {
      return false
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#client.$disconnect()
  }

  async #counted<T>(transaction: () => Promise<T>): Promise<T> {
    try {
      return await transaction()
    } catch (error) {
      const sqlstate = sqlStateOf(error)
      if (sqlstate !== null) this.metrics.transactionFailures.inc({ sqlstate })
      throw error
    }
  }
}

/** Takes the application's role and names the organisation; answers the transaction's one moment. */
async function enter(tx: Statements, orgId: string): Promise<string> {
  const [first] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT now() AS now, ${AS_APPLICATION}, set_config('app.org_id', ${orgId}, true),
      set_config('lock_timeout', '5s', true)`
  if (first === undefined) throw new Error('PostgreSQL did not say what time it is')
  return first.now.toISOString()
}

const NAMED_STATEMENTS_MAX = 200

/**
 * Names each statement, so that a connection has PostgreSQL parse it once. It is planned every time: a plan made
 * while a table was empty reads the whole table, and would be kept while the table grows. A text that differs
 * from call to call would fill its memory: past a bound, new texts stay without a name.
 */
function statementName(): StatementName {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size === NAMED_STATEMENTS_MAX) return ''
    const name = `s${names.size + 1}`
    names.set(sql, name)
    return name
  }
}
