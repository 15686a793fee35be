import { type Breach, bySql, type Invariant } from './invariant.ts'

/**
 * Every acknowledged change has its row in the ledger (the table's key allows one) and rests somewhere that is
 * still there: a version, unless pruned; a branch; a conflict; or a refusal that keeps what was sent.
 */
export const acknowledged: Invariant = {
  number: 1,
  title: 'every acknowledged change rests somewhere',
  check: (organisation) => bySql(organisation, LEDGER, BREACHES),
}

const LEDGER = 'SELECT FROM mutation WHERE org_id = $1'

const ACCEPTED = "m.status IN ('success', 'conflict', 'conflict_manual')"
const PLACE =
  "m.mutation_id || ' (' || m.op || ' ' || m.doctype || ' ' || coalesce(m.name, '?') || ')' AS place"

const BREACHES: readonly Breach[] = [
  {
    reason: 'in the ledger without an answer',
    sql: `SELECT ${PLACE} FROM mutation m WHERE m.org_id = $1 AND (m.status IS NULL OR m.result IS NULL)`,
  },
  {
    reason: 'refused without a reason, or without what was sent',
    sql: `SELECT ${PLACE} FROM mutation m WHERE m.org_id = $1 AND m.status = 'rejected'
      AND (m.result -> 'error' ->> 'code' IS NULL OR jsonb_typeof(m.sent) <> 'object' OR m.sent = '{}')`,
  },
  {
    reason: 'accepted as a version that is gone, and not by pruning',
    sql: `SELECT ${PLACE} FROM mutation m
      LEFT JOIN document d ON d.org_id = m.org_id AND d.doctype = m.doctype AND d.name = m.name
      LEFT JOIN document_version v ON v.org_id = m.org_id AND v.doctype = m.doctype AND v.name = m.name
        AND v.version = m.version
      WHERE m.org_id = $1 AND ${ACCEPTED} AND m.version IS NOT NULL AND v.version IS NULL
        AND (d.name IS NULL OR m.version >= (
          SELECT coalesce(min(k.version), 0) FROM document_version k
          WHERE k.org_id = m.org_id AND k.doctype = m.doctype AND k.name = m.name))`,
  },
  {
    reason: 'accepted as a branch that is gone',
    sql: `SELECT ${PLACE} FROM mutation m WHERE m.org_id = $1 AND m.result -> 'branch' ->> 'name' IS NOT NULL
      AND NOT EXISTS (SELECT FROM document b WHERE b.org_id = m.org_id AND b.doctype = m.doctype
        AND b.name = m.result -> 'branch' ->> 'name' AND b.branch_of IS NOT NULL)`,
  },
  {
    reason: 'held in a conflict that is gone',
    sql: `SELECT ${PLACE} FROM mutation m WHERE m.org_id = $1
      AND (m.status = 'conflict_manual' OR m.result ->> 'conflict_id' IS NOT NULL)
      AND NOT EXISTS (SELECT FROM conflict c WHERE c.org_id = m.org_id
        AND c.conflict_id::text = m.result ->> 'conflict_id')`,
  },
  {
    reason: 'held in a conflict that has forgotten it',
    sql: `SELECT ${PLACE} FROM mutation m
      JOIN conflict c ON c.org_id = m.org_id AND c.conflict_id::text = m.result ->> 'conflict_id'
      WHERE m.org_id = $1 AND m.status = 'conflict_manual' AND c.mutation_id <> m.mutation_id
        AND NOT c.candidates @> jsonb_build_array(jsonb_build_object('mutation_id', m.mutation_id))`,
  },
  {
    reason: 'accepted, and rests nowhere',
    sql: `SELECT ${PLACE} FROM mutation m WHERE m.org_id = $1 AND ${ACCEPTED} AND m.version IS NULL
      AND m.result -> 'branch' ->> 'name' IS NULL AND m.result ->> 'conflict_id' IS NULL
      AND NOT EXISTS (SELECT FROM conflict c WHERE c.org_id = m.org_id AND c.mutation_id = m.mutation_id)`,
  },
  {
    reason: 'versions that no change in the ledger made',
    sql: `SELECT v.doctype || ' ' || v.name || ' version ' || v.version AS place FROM document_version v
      WHERE v.org_id = $1 AND NOT EXISTS (
        SELECT FROM mutation m WHERE m.org_id = v.org_id AND m.mutation_id = v.mutation_id)`,
  },
]
