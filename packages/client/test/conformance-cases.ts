/** The cases for clients in any language, and how this client is brought into the state that a case gives. */
import { readFileSync } from 'node:fs'
import type { Json } from '@dartwing/rules'
import { z } from 'zod'
import { redraw } from '../src/local/documents.ts'
import type { Driver, Statements } from '../src/local/driver.ts'
import { ENTRY_STATES } from '../src/local/queue.ts'
import { migrate } from '../src/local/schema.ts'
import { type SettingKey, writeSetting } from '../src/local/settings.ts'

const content = z.record(z.string(), z.json())
const key = z.object({ doctype: z.string(), name: z.string() })

const entry = key.extend({
  mutation_id: z.string(),
  op: z.string(),
  base_version: z.int(),
  base: content.nullable(),
  data: content,
  client_ts: z.string(),
  state: z.enum(ENTRY_STATES),
  settled_at: z.iso.datetime().optional(),
})
const reply = z.union([z.literal('lost'), z.object({ status: z.int(), body: z.json() })])

const conformanceCase = z.strictObject({
  name: z.string(),
  given: z.strictObject({
    settings: z.object({ cursor: z.string().optional() }),
    documents: z.array(key.extend({ server: content, version: z.int(), seq: z.string() })),
    queue: z.array(entry),
  }),
  answers: z.strictObject({ upsert_batch: z.array(reply), feed: z.array(reply) }),
  expect: z.strictObject({
    documents: z.array(key.extend({ shown: content.nullable() }).loose()).optional(),
    absent: z.array(key).optional(),
    queue: z.array(z.looseObject({ mutation_id: z.string(), error: z.string().optional() })).optional(),
    acknowledged: z.array(z.string()).optional(),
    inbox: z.array(z.string()).optional(),
    sent: z.array(z.string()).optional(),
    batches: z.array(z.array(z.string())).optional(),
    since: z.array(z.string().nullable()).optional(),
    cursor: z.string().optional(),
    blocked: z.string().optional(),
    reauth: z.boolean().optional(),
  }),
})
export type ConformanceCase = z.infer<typeof conformanceCase>
export type CaseReply = z.infer<typeof reply>

export function readCases(): ConformanceCase[] {
  const file = new URL('../conformance/cases.json', import.meta.url)
  return z.array(conformanceCase).parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** A device that has read the feed to `cursor-1` of `epoch-1` once, and holds what the case gives. */
export async function prepare(driver: Driver, { documents, queue, settings }: ConformanceCase['given']) {
  await migrate(driver)
  const known: [SettingKey, string][] = [
    ['account', 'ana@demo.test'],
    ['access_token', 'access-1'],
    ['cursor', settings.cursor ?? 'cursor-1'],
    ['epoch', 'epoch-1'],
    ['reads', '1'],
  ]
  await driver.transaction(async (tx) => {
    for (const [name, value] of known) await writeSetting(tx, name, value)
    for (const { doctype, name, server, version, seq } of documents) {
      await tx.run(
        'INSERT INTO document (doctype, name, server, version, seq, delivered) VALUES (?, ?, ?, ?, ?, 1)',
        [doctype, name, JSON.stringify(server), version, seq],
      )
    }
    for (const given of queue) await addGiven(tx, given)
    for (const one of [...documents, ...queue]) await redraw(tx, one)
  })
}

async function addGiven(tx: Statements, given: z.infer<typeof entry>): Promise<void> {
  const { mutation_id, op, doctype, name, base_version, client_ts, state, settled_at } = given
  await tx.run(
    `INSERT INTO mutation (mutation_id, op, doctype, name, base_version, base, data, client_ts, state, settled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      mutation_id,
      op,
      doctype,
      name,
      base_version,
      asText(given.base),
      asText(given.data),
      client_ts,
      state,
      settled_at === undefined ? null : Date.parse(settled_at),
    ],
  )
}

function asText(value: Json | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
