/** Starts the real server on a copy of the migrated database, and speaks to it as devices and people do. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSyncClient, type SyncClient } from '@dartwing/client'
import {
  ENDPOINTS,
  type FeedPage,
  type ItemResult,
  type Session,
  type UpsertBatchRequest,
  upsertBatchResponse,
} from '@dartwing/protocol'
import { cloneDatabase, type Template } from '@dartwing/testkit'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import pg from 'pg'
import { inject } from 'vitest'
import { createApp } from '../src/create-app.ts'
import { readSettings } from '../src/platform/settings.ts'

export const ORG = 'ORG-DEMO'
export const TECH_A = 'tech.a@demo.test'
export const TECH_B = 'tech.b@demo.test'
export const RECEPTION = 'reception@demo.test'
export const RESOLVER = 'resolver@demo.test'
export const ADMIN = 'admin@demo.test'
export const STRANGER = 'admin@other.test'

export type Operation = UpsertBatchRequest['operations'][number]

export interface Api {
  readonly address: string
  readonly databaseUrl: string
  readonly app: NestFastifyApplication
  /** Its data folder, which its replicas share. */
  readonly directory: string
  /** Another process's worth of server on the same database. */
  replica(other?: Readonly<Record<string, string>>): Promise<string>
  device(email: string): Promise<SyncClient>
  /** A connection as the owner of the database, for looking. */
  readonly sql: pg.Pool
  /** Closes every server and connection, so that the database can be copied as it is. */
  stop(): Promise<Template>
  close(): Promise<void>
}

/** `more`: settings beside those of every test. */
export async function startApi(more: Readonly<Record<string, string>> = {}): Promise<Api> {
  const database = await cloneDatabase(inject('databaseTemplate'))
  const apps: NestFastifyApplication[] = []
  const clients: SyncClient[] = []
  const directory = await mkdtemp(join(tmpdir(), 'dartwing-api-'))
  const start = async (other: Readonly<Record<string, string>> = {}) => {
    const app = await createApp(settingsFor(database.url, { DATA_DIR: directory, ...more, ...other }))
    await app.listen(0, '127.0.0.1')
    apps.push(app)
    return app
  }
  const app = await start()
  const address = await addressOf(app)
  const sql = new pg.Pool({ connectionString: database.url, max: 2 })
  // Some tests end every connection, this one's too; the next query opens another.
  sql.on('error', () => {})
  const stop = async () => {
    for (const client of clients.splice(0)) await client.close()
    for (const one of apps.splice(0)) await one.close()
    if (!sql.ending) await sql.end()
  }
  return {
    address,
    databaseUrl: database.url,
    app,
    directory,
    sql,
    replica: async (other) => addressOf(await start(other)),
    device: async (email) => {
      const client = await createSyncClient({
        address,
        org: email.endsWith('@other.test') ? 'ORG-OTHER' : ORG,
        database: join(directory, `${randomUUID()}.sqlite`),
        app_version: 'test',
      })
      clients.push(client)
      await client.login(email, 'demo')
      return client
    },
    stop: async () => {
      await stop()
      return { serverUrl: database.url, name: database.name }
    },
    close: async () => {
      await stop()
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function addressOf(app: NestFastifyApplication): Promise<string> {
  return (await app.getUrl()).replace('[::1]', '127.0.0.1')
}

/** Everything but the database. */
export const TEST_ENVIRONMENT = {
  AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  DEMO: '1',
  LOG_LEVEL: 'error',
  DATA_DIR: join(tmpdir(), 'dartwing-api'),
}

function settingsFor(databaseUrl: string, more: Readonly<Record<string, string>>) {
  return readSettings({
    ...TEST_ENVIRONMENT,
    ...more,
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    PORT: '0',
  })
}

export async function signIn(address: string, email: string): Promise<string> {
  const response = await fetch(address + ENDPOINTS.login, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'demo' }),
  })
  const session: Session = JSON.parse(await response.text())
  return session.access_token
}

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

export async function call(
  address: string,
  token: string | null,
  path: string,
  init: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(address + path, {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.body === undefined
      ? {}
      : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers }
}

/** A device without a database: it sends what it is told. */
export interface RawDevice {
  readonly device_id: string
  push(operations: readonly unknown[], more?: Partial<UpsertBatchRequest>): Promise<Answer>
  results(operations: readonly unknown[], more?: Partial<UpsertBatchRequest>): Promise<ItemResult[]>
  feed(query?: Record<string, string>): Promise<Answer>
  /** Reads to the end from a cursor; all rows in order. */
  readAll(since?: string): Promise<{ rows: FeedPage['rows']; cursor: string }>
}

export async function rawDevice(address: string, email: string, org = ORG): Promise<RawDevice> {
  const token = await signIn(address, email)
  const device_id = randomUUID()
  const push: RawDevice['push'] = (operations, more = {}) =>
    call(address, token, ENDPOINTS.upsertBatch, {
      body: {
        org,
        device_id,
        sync_id: randomUUID(),
        client_ts: new Date().toISOString(),
        operations,
        ...more,
      },
    })
  const feed: RawDevice['feed'] = (query = {}) =>
    call(address, token, `${ENDPOINTS.feed}?${new URLSearchParams({ org, ...query })}`)
  return {
    device_id,
    push,
    feed,
    results: async (operations, more) => {
      const answer = await push(operations, more)
      return upsertBatchResponse.parse(answer.body.message).results
    },
    readAll: async (since) => {
      const rows: FeedPage['rows'] = []
      for (let cursor = since; ; ) {
        const answer = await feed({ limit: '500', ...(cursor === undefined ? {} : { since: cursor }) })
        const page = answer.body.message as FeedPage
        rows.push(...page.rows)
        cursor = page.next_since
        if (!page.has_more) return { rows, cursor }
      }
    },
  }
}

export function insert(
  doctype: string,
  name: string,
  data: Record<string, unknown>,
  more: Partial<Operation> = {},
) {
  return {
    mutation_id: randomUUID(),
    op: 'insert',
    doctype,
    name,
    data,
    client_ts: new Date().toISOString(),
    ...more,
  }
}

export function update(
  doctype: string,
  name: string,
  base_version: number | null,
  data: Record<string, unknown>,
  more: Partial<Operation> = {},
) {
  return { ...insert(doctype, name, data, more), op: 'update', base_version, ...more }
}
