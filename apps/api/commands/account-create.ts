/**
 * `npm run account:create -- --org ORG --email ADDRESS ...`: an organisation and its first admin, a way to a new
 * password, the end of an account. A password is never an argument: those are kept by shells and shown by `ps`.
 */
import { withDatabase } from '@dartwing/operate/database'
import { Client } from 'pg'
import { inTransaction } from './account/accounts.sql.ts'
import { askPassword } from './account/ask-password.ts'
import { type Asked, readAsked } from './account/asked.ts'
import { create, type Password, PasswordNeeded, reset, turn } from './account/operate.ts'

async function operate(client: Client, asked: Asked): Promise<string[]> {
  const attempt = (password: Password) =>
    inTransaction(client, async () => {
      if (asked.act === 'reset') return reset(client, asked.email, asked.org)
      if (asked.act !== 'create') return turn(client, asked.email, asked.act)
      return create(client, asked, password)
    })
  try {
    return await attempt(undefined)
  } catch (error) {
    if (!(error instanceof PasswordNeeded)) throw error
    // Nothing is locked while somebody thinks of one.
    return attempt(process.env.ACCOUNT_PASSWORD || (await askPassword(asked.email)))
  }
}

async function run(databaseUrl: string, asked: Asked): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await operate(client, asked)
  } finally {
    await client.end()
  }
}

/** Of a database that no server has started on yet. */
function isWithoutTables(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '22023')
}

try {
  const asked = readAsked(process.argv.slice(2))
  const said = await withDatabase(process.env, (url) => run(url, asked))
  console.log(said.join('\n'))
} catch (error) {
  if (isWithoutTables(error))
    console.error('The database has no tables yet: start the server once, it makes them.')
  else console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
