/** The cases for clients in any language, and how this client is brought into the state that a case gives. */
import { readFileSync } from 'node:fs'
import type { GoneReason } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'
import { redraw } from '../src/local/documents.ts'
import type { Driver, Statements } from '../src/local/driver.ts'
import type { EntryState } from '../src/local/queue.ts'
import { migrate } from '../src/local/schema.ts'
import { type SettingKey, writeSetting } from '../src/local/settings.ts'

interface Key {
  readonly doctype: string
  readonly name: string
}

interface GivenEntry extends Key {
  readonly mutation_id: string
  readonly op: string
  readonly base_version: number
  readonly base: Doc | null
  readonly data: Doc
  readonly client_ts: string
  readonly state: EntryState
  readonly settled_at?: string
}

export type CaseReply = 'lost' | { readonly status: number; readonly body: Json }

export interface ConformanceCase {
  readonly name: string
  readonly given: {
    readonly settings: { readonly cursor?: string }
    readonly documents: readonly (Key & {
      readonly server: Doc | null
      readonly version: number | null
      readonly seq: string
      readonly gone?: GoneReason
    })[]
    readonly queue: readonly GivenEntry[]
  }
  readonly answers: { readonly upsert_batch: readonly CaseReply[]; readonly feed: readonly CaseReply[] }
  readonly expect: {
    readonly documents?: readonly (Key & { readonly shown: Doc | null })[]
    readonly absent?: readonly Key[]
    readonly queue?: readonly { readonly mutation_id: string; readonly error?: string }[]
    readonly acknowledged?: readonly string[]
    readonly inbox?: readonly string[]
    readonly sent?: readonly string[]
    readonly batches?: readonly (readonly string[])[]
    readonly since?: readonly (string | null)[]
    readonly cursor?: string
    readonly blocked?: string
    readonly reauth?: boolean
  }
}

/** Everything a case may expect: a misspelt word must not look like one that holds. */
const EXPECTED: Record<keyof ConformanceCase['expect'], true> = {
  documents: true,
  absent: true,
  queue: true,
  acknowledged: true,
  inbox: true,
  sent: true,
  batches: true,
  since: true,
  cursor: true,
  blocked: true,
  reauth: true,
}

export function readCases(): ConformanceCase[] {
  const file = new URL('../conformance/cases.json', import.meta.url)
  const cases: ConformanceCase[] = JSON.parse(readFileSync(file, 'utf8'))
  for (const { name, expect } of cases) {
    const unknown = Object.keys(expect).filter((word) => !Object.hasOwn(EXPECTED, word))
    if (unknown.length > 0) throw new Error(`${name} expects what nobody looks at: ${unknown.join(', ')}`)
  }
  return cases
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
    for (const { doctype, name, server, version, seq, gone } of documents) {
      await tx.run(
        'INSERT INTO document (doctype, name, server, version, seq, gone, delivered) VALUES (?, ?, ?, ?, ?, ?, 1)',
        [doctype, name, server && JSON.stringify(server), version, seq, gone ?? null],
      )
    }
    for (const given of queue) await addGiven(tx, given)
    for (const one of [...documents, ...queue]) await redraw(tx, one)
  })
}

async function addGiven(tx: Statements, given: GivenEntry): Promise<void> {
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

function asText(value: Doc | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
