import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** A prepared database to copy from. Plain data, so that it can be handed to another process. */
export interface Template {
  readonly serverUrl: string
  readonly name: string
}

export interface Database {
  readonly url: string
  readonly name: string
  drop(): Promise<void>
}

/** Makes a database, lets `prepare` fill it (migrations, fixtures), and closes it to connections. */
export async function createTemplate(
  server: { readonly url: string },
  prepare: (url: string) => Promise<void>,
): Promise<Template & { drop(): Promise<void> }> {
  const name = uniqueName('template')
  await administer(server.url, [`CREATE DATABASE ${name}`])
  const drop = () => administer(server.url, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`])
  try {
    await prepare(urlOf(server.url, name))
    // A copy is refused while anybody is connected to the original, so nobody may be.
    await administer(server.url, [`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`, endConnections(name)])
  } catch (error) {
    await drop()
    throw error
  }
  return { serverUrl: server.url, name, drop }
}

/** An own copy of the template, in about 20 ms. */
export async function cloneDatabase(template: Template): Promise<Database> {
  const name = uniqueName('test')
  await administer(template.serverUrl, [
    `CREATE DATABASE ${name} TEMPLATE ${template.name} STRATEGY file_copy`,
  ])
  return {
    name,
    url: urlOf(template.serverUrl, name),
    drop: () => administer(template.serverUrl, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  }
}

async function administer(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: urlOf(url, 'postgres') })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

function endConnections(database: string): string {
  return `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}'`
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** Safe to put into SQL as it is: lower-case letters, digits and underscores only. */
function uniqueName(kind: string): string {
  return `dartwing_${kind}_${randomBytes(6).toString('hex')}`
}
