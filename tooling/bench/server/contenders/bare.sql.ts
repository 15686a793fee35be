/** The least that keeps what was sent: the documents, their history, and one order per organisation. */
import type { Client } from 'pg'
import { DOCTYPE, FIRST, OFFICE_EDIT, ORG, subjectOf } from '../work/tickets.ts'
import type { Stock } from './contender.ts'

const TABLES = `
  CREATE TABLE document (org_id text NOT NULL, doctype text NOT NULL, name text NOT NULL, data jsonb NOT NULL,
    version integer NOT NULL, seq bigint NOT NULL, modified timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, doctype, name), UNIQUE (org_id, seq));
  CREATE TABLE history (org_id text NOT NULL, doctype text NOT NULL, name text NOT NULL, version integer NOT NULL,
    data jsonb NOT NULL, mutation_id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, doctype, name, version));
  CREATE TABLE receipt (org_id text NOT NULL, mutation_id uuid NOT NULL, status text NOT NULL,
    version integer NOT NULL, PRIMARY KEY (org_id, mutation_id));
  CREATE TABLE org_counter (org_id text PRIMARY KEY, last_seq bigint NOT NULL DEFAULT 0);
  CREATE TYPE decision AS (ordinal bigint, mutation_id uuid, doctype text, name text, data jsonb,
    version integer, status text, is_new boolean);
  INSERT INTO org_counter (org_id) VALUES ('${ORG}')`

const SENT = `ROWS FROM (jsonb_to_recordset(batch) AS (mutation_id uuid, doctype text, name text,
      base_version integer, data jsonb)) WITH ORDINALITY AS b(mutation_id, doctype, name, base_version, data, ordinal)`

const LOCK = `
  PERFORM 1 FROM document d JOIN ${SENT} ON d.doctype = b.doctype AND d.name = b.name
    WHERE d.org_id = org ORDER BY d.doctype, d.name FOR UPDATE OF d`

const DECIDE = (receipts: boolean) => `
  SELECT array_agg(ROW(b.ordinal, b.mutation_id, b.doctype, b.name, b.data, coalesce(d.version, 0) + 1,
      ${receipts ? 'coalesce(r.status, verdict.status)' : 'verdict.status'},
      ${receipts ? 'r.status IS NULL' : 'true'})::decision) INTO decisions
    FROM ${SENT}
    LEFT JOIN document d ON d.org_id = org AND d.doctype = b.doctype AND d.name = b.name
    ${receipts ? 'LEFT JOIN receipt r ON r.org_id = org AND r.mutation_id = b.mutation_id' : ''}
    CROSS JOIN LATERAL (SELECT CASE WHEN coalesce(d.version, 0) = coalesce(b.base_version, 0) THEN 'applied'
      ELSE 'conflict' END AS status) verdict`

const KEEP_HISTORY = `
  INSERT INTO history (org_id, doctype, name, version, data, mutation_id)
    SELECT org, n.doctype, n.name, n.version, n.data, n.mutation_id FROM unnest(decisions) n
    WHERE n.is_new AND n.status = 'applied'`

const KEEP_RECEIPTS = `
  INSERT INTO receipt (org_id, mutation_id, status, version)
    SELECT org, n.mutation_id, n.status, n.version FROM unnest(decisions) n WHERE n.is_new`

/** The counter's row stays locked until the commit, which therefore comes in the order of seq. */
const COUNT_AND_WRITE = `
  WITH counter AS (
    UPDATE org_counter c SET last_seq = c.last_seq + cardinality(decisions) WHERE c.org_id = org
    RETURNING c.last_seq - cardinality(decisions) AS before
  )
  INSERT INTO document (org_id, doctype, name, data, version, seq)
    SELECT org, n.doctype, n.name, n.data, n.version, counter.before + n.ordinal
    FROM counter, unnest(decisions) n WHERE n.is_new AND n.status = 'applied'
    ON CONFLICT (org_id, doctype, name) DO UPDATE SET data = excluded.data, version = excluded.version,
      seq = excluded.seq, modified = excluded.modified`

const ANSWER = `
  SELECT json_agg(json_build_object('mutation_id', n.mutation_id, 'status', n.status, 'name', n.name,
      'version', n.version)) INTO answer FROM unnest(decisions) n;
  IF announce THEN PERFORM pg_notify('committed', org); END IF;
  RETURN answer`

const fn = (name: string, parameters: string, result: string, steps: readonly string[]) => `
  CREATE FUNCTION ${name}(org text, batch jsonb${parameters}) RETURNS ${result} LANGUAGE plpgsql AS $body$
  DECLARE decisions decision[]; answer json;
  BEGIN ${steps.join(';')}; END $body$`

const PUSH_BATCH = fn('push_batch', ', announce boolean', 'json', [
  LOCK,
  DECIDE(true),
  KEEP_HISTORY,
  KEEP_RECEIPTS,
  COUNT_AND_WRITE,
  ANSWER,
])

/** Without receipts and answers: what any server of this kind has to write at the very least. */
const WRITE_BATCH = fn('write_batch', '', 'bigint', [
  LOCK,
  DECIDE(false),
  KEEP_HISTORY,
  COUNT_AND_WRITE,
  `RETURN (SELECT count(*) FROM unnest(decisions) n WHERE n.status = 'applied')`,
])

export async function makeBareTables(client: Client): Promise<void> {
  await client.query(`${TABLES};${PUSH_BATCH};${WRITE_BATCH}`)
}

/**
 * Every plan goes by index. A plan made while the tables are empty would be kept while they grow, and
 * would read them whole.
 */
export const BY_INDEX =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off'

export const pushBatch = (operations: string, announce: boolean) => ({
  name: 'push_batch',
  text: 'SELECT push_batch($1, $2::jsonb, $3) AS answer',
  values: [ORG, operations, announce],
})

export const writeBatch = (operations: string) => ({
  name: 'write_batch',
  text: 'SELECT write_batch($1, $2::jsonb) AS applied',
  values: [ORG, operations],
})

export interface BareRow {
  readonly doctype: string
  readonly name: string
  readonly version: number
  readonly seq_text: string
  readonly data_text: string
}

export const readPage = (since: string, limit: number) => ({
  name: 'read_page',
  text: `SELECT d.doctype, d.name, d.version, d.seq::text AS seq_text, d.data::text AS data_text
    FROM document d WHERE d.org_id = $1 AND d.seq > $2::bigint ORDER BY d.seq LIMIT $3`,
  values: [ORG, since, limit],
})

export async function fillBareTables(client: Client, { prefix, count, isEdited }: Stock): Promise<void> {
  const versions = isEdited ? 2 : 1
  await client.query(
    `WITH counter AS (UPDATE org_counter SET last_seq = last_seq + $4 WHERE org_id = $1
        RETURNING last_seq - $4 AS before),
      stock AS (SELECT i, $3 || i AS name, v AS version,
          $5::jsonb || jsonb_build_object('subject', replace($6, '#', i::text))
            || CASE WHEN v = 2 THEN $7::jsonb ELSE '{}' END AS data
        FROM generate_series(0, $4 - 1) i, generate_series(1, $8::integer) v),
      kept AS (INSERT INTO history (org_id, doctype, name, version, data, mutation_id)
        SELECT $1, $2, name, version, data, gen_random_uuid() FROM stock)
    INSERT INTO document (org_id, doctype, name, data, version, seq)
      SELECT $1, $2, name, data, version, counter.before + i + 1 FROM counter, stock WHERE version = $8`,
    [ORG, DOCTYPE, prefix, count, FIRST, SUBJECT, OFFICE_EDIT, versions],
  )
}

const SUBJECT = subjectOf(0).replace('(0)', '(#)')
