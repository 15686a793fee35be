/** A day of devices breaks no invariant, and every way of breaking one is found and named. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { cloneDatabase, type Database, type Template } from '@dartwing/testkit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Api, ORG, startApi } from './api-kit.ts'
import { type BusyDay, liveThroughDay } from './busy-day.ts'

const PROGRAM = fileURLToPath(new URL('../../../tooling/operate/invariants.ts', import.meta.url))
let api: Api
let day: BusyDay
let healthy: Template
let database: Database
beforeAll(async () => {
  api = await startApi()
  day = await liveThroughDay(api)
  healthy = await api.stop()
})
afterAll(() => api.close())
beforeEach(async () => {
  database = await cloneDatabase(healthy)
})
afterEach(() => database.drop())

/** What is violated in the demo's organisation: `number: reason`, with the places that are named. */
async function violations(): Promise<Map<string, readonly string[]>> {
  const reports = await checkInvariants(database.url)
  const findings = reports.find(({ org }) => org === ORG)?.findings ?? []
  return new Map(
    findings.flatMap(({ number, violations }) =>
      violations.map(({ reason, places }) => [`${number}: ${reason}`, places] as const),
    ),
  )
}

/** As the owner, in one transaction; `$1` stands for the name. */
async function plant(sql: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(sql.replaceAll('$1', `'${name}'`))
  await client.end()
}

function run() {
  const env = { ...process.env, DATABASE_URL: database.url }
  return spawnSync(process.execPath, [PROGRAM], { env, encoding: 'utf8' })
}

describe('a busy database', () => {
  it('holds all seven, and every one of them looks at rows', async () => {
    const reports = await checkInvariants(database.url)
    console.log(toTable(reports))
    expect(isClean(reports)).toBe(true)
    const findings = reports.find(({ org }) => org === ORG)?.findings ?? []
    expect(findings.map(({ number }) => number)).toEqual([1, 2, 5, 6, 7, 9, 11])
    expect(findings.filter(({ rows }) => rows === 0)).toEqual([])
  })

  it('makes the program say so and end with 0', () => {
    const { status, stdout } = run()
    expect(status).toBe(0)
    expect(stdout).toContain(ORG)
    expect(stdout).not.toContain('VIOLATED')
  })
})

interface Plant {
  readonly name: string
  readonly sql: string
  readonly of: () => string
  readonly found: readonly string[]
}

const VERSION = 'FROM document_version WHERE name = $1'
const LATEST = `version = (SELECT max(version) ${VERSION})`

const PLANTS: readonly Plant[] = [
  {
    name: 'a lost content',
    sql: 'DELETE FROM file_content WHERE file = $1',
    of: () => day.file,
    found: ['11: said to be here, and have no content'],
  },
  {
    name: 'a content that nobody has had for long',
    sql: `WITH c AS (DELETE FROM file_content WHERE file = $1)
      INSERT INTO blob (org_id, sha256, size, mime, storage_key, created_at)
      SELECT org_id, repeat('0', 64), 1, mime, gen_random_uuid(), now() - interval '3 days' FROM blob`,
    of: () => day.file,
    found: ['11: contents that no file has', '11: said to be here, and have no content'],
  },
  {
    name: 'another content than its document says',
    sql: `UPDATE blob SET size = 1 WHERE sha256 = (SELECT sha256 FROM file_content WHERE file = $1)`,
    of: () => day.file,
    found: ['11: here, and their documents say otherwise'],
  },
  {
    name: 'a change without an answer',
    sql: `UPDATE mutation SET status = NULL WHERE name = $1 AND op = 'insert'`,
    of: () => day.ticket,
    found: ['1: in the ledger without an answer'],
  },
  {
    name: 'a refusal without a reason',
    sql: `UPDATE mutation SET result = result - 'error'
      WHERE status = 'rejected' AND doctype = $1 AND sent -> 'data' ? 'sla_status'`,
    of: () => 'Ticket',
    found: ['1: refused without a reason, or without what was sent'],
  },
  {
    name: 'a lost version',
    sql: `DELETE FROM document_version WHERE name = $1 AND version = 2`,
    of: () => day.ticket,
    found: [
      '1: accepted as a version that is gone, and not by pruning',
      '2: documents with a hole in their versions',
    ],
  },
  {
    name: 'a lost branch',
    sql: `WITH v AS (DELETE FROM document_version WHERE name = $1) DELETE FROM document WHERE name = $1`,
    of: () => day.branch,
    found: ['1: accepted as a branch that is gone'],
  },
  {
    name: 'a lost conflict',
    sql: `WITH e AS (DELETE FROM conflict_event WHERE conflict_id = $1::uuid)
      DELETE FROM conflict WHERE conflict_id = $1::uuid`,
    of: () => day.resolvedConflict,
    found: ['1: held in a conflict that is gone'],
  },
  {
    name: 'a held change that its conflict has forgotten',
    sql: `UPDATE conflict SET mutation_id = gen_random_uuid() WHERE conflict_id = $1::uuid`,
    of: () => day.resolvedConflict,
    found: ['1: held in a conflict that has forgotten it'],
  },
  {
    name: 'a change that rests nowhere',
    sql: `UPDATE mutation SET version = NULL WHERE name = $1 AND op = 'undelete'`,
    of: () => day.revived,
    found: ['1: accepted, and rests nowhere'],
  },
  {
    name: 'a version nobody sent',
    sql: `DELETE FROM mutation WHERE name = $1 AND op = 'undelete'`,
    of: () => day.revived,
    found: ['1: versions that no change in the ledger made', '5: brought back by a change that may not'],
  },
  {
    name: 'a document that was changed beside its versions',
    sql: `UPDATE document SET data = data || '{"subject": "planted"}' WHERE name = $1`,
    of: () => day.revived,
    found: ['2: documents that are not their newest version'],
  },
  {
    name: 'a document that fell behind',
    sql: `UPDATE document SET version = version - 1 WHERE name = $1`,
    of: () => day.job,
    found: [
      '2: documents that are not their newest version',
      '2: versions newer than their document, or of none',
    ],
  },
  {
    name: 'a tombstone with data',
    sql: `UPDATE document SET data = '{"subject": "planted"}' WHERE name = $1`,
    of: () => day.deleted,
    found: ['2: tombstones that still hold data'],
  },
  {
    name: 'one place in the feed for two',
    sql: `ALTER TABLE document DROP CONSTRAINT document_seq;
      UPDATE document SET seq = (SELECT seq FROM document WHERE name = $1) 
      WHERE name = (SELECT min(name) FROM document WHERE name <> $1)`,
    of: () => day.job,
    found: ['2: places in the feed that two documents have'],
  },
  {
    name: 'a counter that went back',
    sql: `UPDATE org_counter SET last_seq = 1 WHERE org_id = $1`,
    of: () => ORG,
    found: ['2: documents ahead of the counter of the feed'],
  },
  {
    name: 'a deleted document that an edit brought back',
    sql: `UPDATE mutation SET op = 'update' WHERE name = $1 AND op = 'undelete'`,
    of: () => day.revived,
    found: ['5: brought back by a change that may not'],
  },
  {
    name: 'a purged document that lives',
    sql: 'UPDATE document SET purged_at = now() WHERE name = $1',
    of: () => day.revived,
    found: ['5: purged, and yet not deleted'],
  },
  {
    name: 'a forgotten name',
    sql: `WITH v AS (DELETE FROM document_version WHERE name = $1) DELETE FROM document WHERE name = $1`,
    of: () => day.deleted,
    found: [
      '1: accepted as a version that is gone, and not by pruning',
      '5: deleted names that are not remembered',
    ],
  },
  {
    name: 'a missed deadline',
    sql: `UPDATE conflict SET due_at = now() - interval '2 minutes' WHERE conflict_id = $1::uuid`,
    of: () => day.openConflict,
    found: ['6: open more than a minute past the deadline, not escalated, and no pause of the timer'],
  },
  {
    name: 'a conflict closed twice',
    sql: `INSERT INTO conflict_event (org_id, conflict_id, type, actor)
      SELECT org_id, conflict_id, 'withdrawn', 'planted' FROM conflict WHERE conflict_id = $1::uuid`,
    of: () => day.resolvedConflict,
    found: ['6: closed more often than they were open, or closed without a word'],
  },
  {
    name: 'a decision with two receipts',
    sql: `INSERT INTO mutation (org_id, mutation_id, account_id, content_hash, op, doctype, name, sent, status,
        version, result)
      SELECT org_id, gen_random_uuid(), account_id, 'planted', op, doctype, name, sent, status, version, result
      FROM mutation WHERE op = 'undo' AND sent ->> 'conflict_id' = $1`,
    of: () => day.resolvedConflict,
    found: ['6: decided and undone with another number of receipts than decisions'],
  },
  {
    name: 'a decision nobody made',
    sql: `UPDATE conflict SET resolved_by = NULL WHERE conflict_id = $1::uuid`,
    of: () => day.resolvedConflict,
    found: ['6: decided without saying when, by whom and how'],
  },
  {
    name: 'a second open conflict of one document',
    sql: `DROP INDEX conflict_one_open;
      INSERT INTO conflict SELECT (jsonb_populate_record(c, jsonb_build_object('conflict_id', gen_random_uuid()))).*
      FROM conflict c WHERE c.conflict_id = $1`,
    of: () => day.openConflict,
    found: ['6: documents with two open conflicts'],
  },
  {
    name: 'a document that does not show its open conflict',
    sql: `UPDATE document SET conflict = NULL WHERE conflict ->> 'id' = $1`,
    of: () => day.openConflict,
    found: ['6: documents whose mark is not that of their open conflict'],
  },
  {
    name: 'a double booking',
    sql: `ALTER TABLE slot DROP CONSTRAINT slot_exclusive;
      INSERT INTO slot SELECT (jsonb_populate_record(s, '{"name": "planted"}')).* FROM slot s
      WHERE resource LIKE '%' || $1`,
    of: () => 'P-1',
    found: ['7: bookings that are not the time of their document', '7: bookings that overlap'],
  },
  {
    name: 'a booking of another time',
    sql: `UPDATE slot SET during = tstzrange(lower(during), upper(during) + interval '1 minute')
      WHERE resource LIKE '%' || $1`,
    of: () => 'P-2',
    found: ['7: bookings that are not the time of their document'],
  },
  {
    name: 'a part that was counted twice',
    sql: `WITH d AS (UPDATE document SET data = jsonb_set(data, '{parts_used,0,quantity}', '100') WHERE name = $1)
      UPDATE document_version SET data = jsonb_set(data, '{parts_used,0,quantity}', '100')
      WHERE name = $1 AND ${LATEST}`,
    of: () => day.job,
    found: ['9: quantities that are not the sum of the accepted changes'],
  },
]

describe('what is planted is found:', () => {
  it.each(PLANTS)('$name', async ({ sql, of, found }) => {
    await plant(sql, of())
    const broken = await violations()
    expect([...broken.keys()].toSorted()).toEqual(found)
    for (const places of broken.values()) expect(places[0]).toMatch(/\w/)
  })

  it('and the program names it and ends with 1', async () => {
    await plant('DELETE FROM document_version WHERE name = $1 AND version = 2', day.ticket)
    const { status, stdout } = run()
    expect(status).toBe(1)
    expect(stdout).toContain(`1 documents with a hole in their versions: Ticket ${day.ticket}`)
  })
})
