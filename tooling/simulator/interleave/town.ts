import { addressOf, ENDPOINTS, type ItemResult, session, upsertBatchResponse } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { ORG, PASSWORD, SLOTS } from '../devices/slots.ts'
import type { Stage } from '../run/stage.ts'
import type { Answer, Replica, Request } from '../server/server.ts'
import type { Random } from '../world/random.ts'

/** One thing a device says about one record. */
export interface Said {
  readonly mutation_id: string
  readonly op: 'insert' | 'update' | 'delete'
  readonly doctype: string
  readonly name: string
  readonly base_version: number
  readonly data: Doc | null
}

/** People and their devices, without clients of their own: what they say is what the scenario wants said. */
export class Town {
  readonly stage: Stage
  readonly random: Random
  readonly #tokens: ReadonlyMap<string, string>

  constructor(stage: Stage, random: Random, tokens: ReadonlyMap<string, string>) {
    this.stage = stage
    this.random = random
    this.#tokens = tokens
  }

  replica(place: number): Replica {
    const replica = this.stage.replicas[place]
    if (replica === undefined) throw new Error(`There is no server ${place}`)
    return replica
  }

  ask(
    place: number,
    email: string,
    method: Request['method'],
    path: string,
    more: { readonly body?: unknown; readonly revision?: number; readonly key?: string } = {},
  ): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#tokens.get(email) ?? ''}` }
    if (more.body !== undefined) headers['content-type'] = 'application/json'
    if (more.revision !== undefined) headers['if-match'] = `"${more.revision}"`
    if (more.key !== undefined) headers['idempotency-key'] = more.key
    const body = more.body === undefined ? undefined : JSON.stringify(more.body)
    return this.replica(place).handle({ method, url: path, headers, body })
  }

  push(place: number, email: string, operations: readonly Said[]): Promise<Answer> {
    const client_ts = new Date().toISOString()
    return this.ask(place, email, 'POST', ENDPOINTS.upsertBatch, {
      body: {
        org: ORG,
        device_id: deviceOf(email),
        sync_id: this.random.uuid(),
        app_version: 'simulated',
        client_ts,
        operations: operations.map((said) => ({ ...said, client_ts })),
      },
    })
  }

  /** A change against the records' first version. */
  update(doctype: string, name: string, data: Doc): Said {
    return { mutation_id: this.random.uuid(), op: 'update', doctype, name, base_version: 1, data }
  }

  delete(doctype: string, name: string): Said {
    return {
      mutation_id: this.random.uuid(),
      op: 'delete',
      doctype,
      name,
      base_version: 1,
      data: null,
    }
  }

  conflict(act: 'conflictResolve' | 'conflictUndo', id: string): string {
    return `${addressOf(ENDPOINTS[act], { id })}?org=${ORG}`
  }

  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.stage.owner.client.query<Row>(text, [...values])
    return rows
  }

  async document(doctype: string, name: string) {
    const [row] = await this.rows<{ data: Doc; version: number; deleted: boolean }>(
      `SELECT data, version, deleted_at IS NOT NULL AS deleted FROM document
       WHERE org_id = $1 AND doctype = $2 AND name = $3`,
      [ORG, doctype, name],
    )
    if (row === undefined) throw new Error(`There is no ${doctype} ${name}`)
    return row
  }
}

/** A device of their own for everybody: the last digits are its person's. */
function deviceOf(email: string): string {
  const place = SLOTS.findIndex((slot) => slot.email === email)
  return `00000000-0000-4000-8000-00000000000${place}`
}

/** Signs everybody in; every seed begins with that. */
export async function signIn(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>()
  for (const email of new Set(SLOTS.map((slot) => slot.email))) {
    const { access_token } = await logIn(stage.replicas[0], email)
    tokens.set(email, access_token)
  }
  await stage.owner.client.query('DELETE FROM simulator.first_refresh_token')
  await stage.owner.client.query('INSERT INTO simulator.first_refresh_token SELECT * FROM refresh_token')
  return tokens
}

export async function logIn(replica: Replica | undefined, email: string) {
  if (replica === undefined) throw new Error('There is no server')
  const answer = await replica.handle({
    method: 'POST',
    url: ENDPOINTS.login,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  return session.parse(JSON.parse(answer.body))
}

export function resultsOf({ status, body }: Answer): readonly ItemResult[] {
  if (status !== 200) return []
  return upsertBatchResponse.parse(JSON.parse(body).message).results
}
