/** Puts documents into the product's tables as if devices had brought them: current, versions and ledger. */
import type { Client } from 'pg'
import { DOCTYPE, FIRST, OFFICE_EDIT, ORG, subjectOf } from '../work/tickets.ts'
import type { Stock } from './contender.ts'

const AUTHOR = 'reception@demo.test'
const SUBJECT = subjectOf(0).replace('(0)', '(#)')

/** An empty answer to a change that was simply applied, as the ledger keeps it. */
const RESULT = {
  requested_name: null,
  conflict_strategy: 'field_level',
  conflicts: [],
  decisions: [],
  conflict_id: null,
  due_at: null,
  notifications: [],
  branch: null,
  error: null,
}

export async function fillTables(client: Client, { prefix, count, isEdited }: Stock): Promise<void> {
  const versions = isEdited ? 2 : 1
  await client.query(
    `WITH counter AS (UPDATE org_counter SET last_seq = last_seq + $4 WHERE org_id = $1
        RETURNING last_seq - $4 AS before),
      stock AS MATERIALIZED (SELECT i, $3 || i AS name, v AS version, gen_random_uuid() AS mutation_id,
          $5::jsonb || jsonb_build_object('subject', replace($6, '#', i::text))
            || CASE WHEN v = 2 THEN $7::jsonb ELSE '{}' END AS data
        FROM generate_series(0, $4 - 1) i, generate_series(1, $8::integer) v),
      kept AS (INSERT INTO document_version (org_id, doctype, name, version, data, author, device_id, mutation_id,
          effective_at)
        SELECT $1, $2, name, version, data, $9, $10::uuid, mutation_id, now() FROM stock),
      received AS (INSERT INTO mutation (org_id, mutation_id, account_id, device_id, content_hash, op, doctype,
          name, base_version, sent, status, version, result, rule_set)
        SELECT $1, mutation_id, a.account_id, $10::uuid, encode(sha256(mutation_id::text::bytea), 'hex'),
          CASE version WHEN 1 THEN 'insert' ELSE 'update' END, $2, name, version - 1,
          jsonb_build_object('op', 'insert', 'doctype', $2, 'name', name, 'data', data), 'success', version,
          $11::jsonb, 'stock'
        FROM stock, account a WHERE a.email = $9)
    INSERT INTO document (org_id, doctype, name, data, version, seq, modified, modified_by, origin_device,
        origin_mutation)
      SELECT $1, $2, name, data, version, counter.before + i + 1, now(), $9, $10::uuid, mutation_id
      FROM counter, stock WHERE version = $8`,
    [ORG, DOCTYPE, prefix, count, FIRST, SUBJECT, OFFICE_EDIT, versions, AUTHOR, OFFICE_DEVICE, RESULT],
  )
}

const OFFICE_DEVICE = '0b0f0c0e-0000-4000-8000-0000000000ff'
