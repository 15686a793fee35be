import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SyncClient } from '@dartwing/client'
import { cloneDatabase, createTemplate, startThrowAwayPostgres } from '@dartwing/testkit'
import { ADDRESS, ORG, PASSWORD, SLOTS, type Slot } from '../devices/slots.ts'
import { connectOwner, makeVirtual, type Owner } from '../server/database.ts'
import { loadProduct, type Product } from '../server/product.ts'
import { type Answer, AUTH_SECRET, type Replica, type Request, startReplica } from '../server/server.ts'
import { untilDatabaseRests, watchStatements } from '../server/statement-faults.ts'
import { useMachine, withOtherChances } from '../world/determinism.ts'
import { rememberPasswords } from '../world/passwords.ts'
import { randomOf } from '../world/random.ts'
import { fillRecords } from './records.ts'

/** Monday morning of every seed. */
export const START = Date.UTC(2030, 0, 7, 8)

/** What is set up once and used by every seed: the database, the servers, and phones that know everything so far. */
export interface Stage {
  readonly product: Product
  readonly owner: Owner
  readonly databaseUrl: string
  readonly replicas: readonly Replica[]
  /** Ends a server and starts it anew. */
  restart(place: number): Promise<void>
  /** What the organisation's Frappe site signs with. */
  readonly siteSecret: string
  readonly folder: string
  /** The database of a phone that is signed in and has read everything. */
  template(slot: Slot): string
  /** The same for a phone that has never read anything. */
  witness(slot: Slot): string
  close(): Promise<void>
}

export async function setStage(root: string): Promise<Stage> {
  useMachine({ now: () => START, random: randomOf(0, 'stage') })
  rememberPasswords(root)
  const product = await loadProduct(root)
  const server = await startThrowAwayPostgres()
  const template = await createTemplate(server, (url) => product.migrate(url))
  const database = await cloneDatabase(template)
  await makeVirtual(database.url)
  const replicas = [await startReplica(product, database.url), await startReplica(product, database.url)]
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(memory, 'dartwing-sim-'))
  mkdirSync(join(folder, 'run'))
  const [first] = replicas
  if (first === undefined) throw new Error('There is no server')
  await preparePhones(product, first, folder)
  const owner = await connectOwner(database.url)
  watchStatements([owner.client])
  let restarts = 0
  return {
    product,
    owner,
    databaseUrl: database.url,
    replicas,
    restart: (place) => {
      restarts += 1
      return withOtherChances(randomOf(restarts, 'restarts'), async () => {
        await replicas[place]?.close()
        replicas[place] = await startReplica(product, database.url)
        await untilDatabaseRests()
      })
    },
    siteSecret: product.webhookSecret(AUTH_SECRET, ORG, await webhookRevision(owner)),
    folder: join(folder, 'run'),
    template: ({ name }) => join(folder, `${name}.sqlite`),
    witness: ({ name }) => join(folder, `${name}-witness.sqlite`),
    close: async () => {
      await owner.end()
      for (const replica of replicas) await replica.close()
      await database.drop()
      await template.drop()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function webhookRevision({ client }: Owner): Promise<number> {
  const { rows } = await client.query<{ revision: number }>(
    'SELECT webhook_revision AS revision FROM organisation WHERE org_id = $1',
    [ORG],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`There is no ${ORG}`)
  return row.revision
}

async function preparePhones(product: Product, replica: Replica, folder: string): Promise<void> {
  const random = randomOf(0, 'phones')
  const open = async (slot: Slot, file: string): Promise<SyncClient> => {
    const client = await product.createSyncClient({
      address: ADDRESS,
      org: ORG,
      database: join(folder, file),
      ports: { now: () => START, uuid: random.uuid, fetch: (to, init) => straight(replica, to, init) },
      requestTimeoutMs: 2_000_000_000,
    })
    await client.login(slot.email, PASSWORD)
    return client
  }
  const admin = SLOTS.find(({ role }) => role === 'admin')
  if (admin === undefined) throw new Error('Nobody may make the first records')
  const author = await open(admin, `${admin.name}.sqlite`)
  await fillRecords(author)
  await author.close()
  for (const slot of SLOTS) {
    if (slot !== admin) {
      const client = await open(slot, `${slot.name}.sqlite`)
      const { ended } = await client.sync()
      if (ended.kind !== 'complete') throw new Error(`${slot.name} could not read: ${JSON.stringify(ended)}`)
      await client.close()
    }
    await (await open(slot, `${slot.name}-witness.sqlite`)).close()
  }
}

/** A network on which nothing goes wrong. */
export async function straight(
  server: { handle(request: Request): Promise<Answer> },
  address: string,
  { method = 'GET', headers, body }: RequestInit,
): Promise<Response> {
  const { pathname, search } = new URL(address)
  const answer = await server.handle({
    method: method === 'POST' ? 'POST' : 'GET',
    url: pathname + search,
    headers: Object.fromEntries(new Headers(headers)),
    body: typeof body === 'string' ? body : undefined,
  })
  return new Response(answer.status === 204 ? null : answer.body, { status: answer.status })
}
