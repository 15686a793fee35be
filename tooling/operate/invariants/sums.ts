import { DOCTYPE_RULES } from '@dartwing/rules'
import { type Breach, bySql, type Invariant } from './invariant.ts'

/**
 * What rows count is what devices added, each change once:
 *
 *   quantity of a row = sum over the accepted changes of (what the change counts - what its device knew)
 *
 * What a device knew is the version it names with its own later changes on top (R-7). The ledger can tell only
 * where devices alone wrote the document, none of it waits or was decided by a person, and no version that a
 * change names has been pruned; other documents are looked at, but not recomputed.
 */
export const sums: Invariant = {
  number: 9,
  title: 'quantities are the sum of what was added',
  check: (organisation) => bySql(organisation, LOOKED_AT, BREACHES, TABLES),
}

const TABLES = DOCTYPE_RULES.flatMap(({ name, child_tables = [] }) =>
  child_tables
    .filter(({ conflict_on_same_key }) => conflict_on_same_key === 'sum_quantities')
    .map(({ child_field, dedup_key, distinct_by = [] }) => ({
      doctype: name,
      field: child_field,
      keys: [dedup_key, ...distinct_by],
    })),
)

/** Documents of which the ledger can tell everything. */
const TELLABLE = `SELECT d.org_id, d.doctype, d.name, t.field, t.keys, d.data -> t.field AS counts
  FROM jsonb_to_recordset($2::jsonb) AS t(doctype text, field text, keys jsonb)
  JOIN document d ON d.org_id = $1 AND d.doctype = t.doctype
  WHERE d.deleted_at IS NULL AND d.branch_of IS NULL
    AND EXISTS (SELECT FROM document_version v WHERE v.org_id = d.org_id AND v.doctype = d.doctype
      AND v.name = d.name AND v.version = 1)
    AND NOT EXISTS (SELECT FROM document_version v WHERE v.org_id = d.org_id AND v.doctype = d.doctype
      AND v.name = d.name AND v.device_id IS NULL)
    AND NOT EXISTS (SELECT FROM conflict c WHERE c.org_id = d.org_id AND c.doctype = d.doctype
      AND c.name = d.name AND t.field = ANY (c.fields))`

/** A list of rows as jsonb; nothing and null are the empty list. */
const list = (value: string) => `CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE '[]' END`

/** Null, nothing and empty text are one. */
const filled = (value: string) => `coalesce(nullif(${value}, '""'), 'null')`

/** Every change of these tables: what it counts, and what its device was told before. A refused one counts nothing itself. */
const CHANGES = `SELECT t.*, m.mutation_id, nullif(m.sent -> 'over', 'null') AS made_over, m.ordinal, m.device_id, m.op, m.base_version, m.version,
    ${list("m.sent -> 'data' -> t.field")} AS sent,
    CASE WHEN m.sent -> 'base' ? t.field THEN ${list("m.sent -> 'base' -> t.field")} END AS told,
    CASE WHEN b.version IS NOT NULL THEN ${list('b.data -> t.field')} END AS named,
    m.status = 'rejected' AS refused, coalesce(v.mutation_id = m.mutation_id, false) AS wrote,
    m.base_version > m.version - coalesce(v.mutation_id = m.mutation_id, false)::int OR EXISTS (
      SELECT FROM jsonb_each(nullif(m.sent -> 'base', 'null')) told
      WHERE b.data IS NOT NULL AND ${filled('told.value')} <> ${filled('b.data -> told.key')}) AS is_strange
  FROM tellable t
  JOIN mutation m ON m.org_id = t.org_id AND m.doctype = t.doctype AND m.name = t.name
    AND m.sent -> 'data' ? t.field AND (m.status IN ('success', 'conflict', 'conflict_manual')
      OR m.status = 'rejected' AND jsonb_typeof(m.sent -> 'data' -> t.field) = 'array')
  LEFT JOIN document_version v ON v.org_id = m.org_id AND v.doctype = m.doctype AND v.name = m.name
    AND v.version = m.version
  LEFT JOIN document_version b ON b.org_id = m.org_id AND b.doctype = m.doctype AND b.name = m.name
    AND b.version = m.base_version
  WHERE NOT m.result -> 'decisions' @> jsonb_build_array(
    jsonb_build_object('field', t.field, 'rule', 'not_permitted'))`

/**
 * What the device of a change knew; null where nobody can say any more. Its own changes on top are those that
 * were accepted after the version it names, or, where that version is not the one it saw, on the same base;
 * where it says what it was made over, they are those, refused ones too.
 */
const KNOWN = `SELECT c.*, CASE
    WHEN c.op = 'insert' THEN '[]'
    WHEN c.base_version IS NULL THEN c.told
    WHEN c.base_version = 0 THEN coalesce(own.sent, '[]')
    WHEN c.is_strange THEN coalesce(own.sent, c.told)
    ELSE coalesce(own.sent, c.told, c.named)
  END AS knew
  FROM change c LEFT JOIN LATERAL (
    SELECT o.sent FROM change o WHERE o.device_id = c.device_id AND o.doctype = c.doctype AND o.name = c.name
      AND o.field = c.field AND o.ordinal < c.ordinal
      AND CASE WHEN c.made_over IS NOT NULL THEN c.made_over ? o.mutation_id::text WHEN o.refused THEN false WHEN c.is_strange THEN o.base_version = c.base_version ELSE o.version > c.base_version END
    ORDER BY o.ordinal DESC LIMIT 1) own ON true
  WHERE NOT c.refused AND (c.op <> 'insert' OR c.wrote)`

const ROWS = (from: string, value: string, sign: '+' | '-') => `SELECT s.doctype, s.name, s.field,
    (SELECT jsonb_agg(nullif(nullif(r -> k, 'null'), '""')) FROM jsonb_array_elements_text(s.keys) k) AS item,
    CASE WHEN r ->> 'quantity' ~ '^-?[0-9.]+(e-?[0-9]+)?$' THEN ${sign} (r ->> 'quantity')::numeric ELSE 0 END AS n
  FROM ${from} s, jsonb_array_elements(${list(`s.${value}`)}) r`

const BREACHES: readonly Breach[] = [
  {
    reason: 'quantities that are not the sum of the accepted changes',
    sql: `WITH tellable AS MATERIALIZED (${TELLABLE}), change AS MATERIALIZED (${CHANGES}),
        known AS MATERIALIZED (${KNOWN}),
        added AS (${ROWS('known', 'sent', '+')} UNION ALL ${ROWS('known', 'knew', '-')}
          UNION ALL ${ROWS('tellable', 'counts', '-')})
      SELECT a.doctype || ' ' || a.name || ' ' || (a.item ->> 0) || ' (off by ' || round(-sum(a.n), 6) || ')' AS place
      FROM added a
      WHERE a.item ->> 0 IS NOT NULL AND NOT EXISTS (SELECT FROM known k
        WHERE k.doctype = a.doctype AND k.name = a.name AND k.field = a.field AND k.knew IS NULL)
      GROUP BY a.doctype, a.name, a.field, a.item HAVING abs(sum(a.n)) > 0.000001`,
  },
]

const LOOKED_AT = `SELECT FROM (${TELLABLE}) d`
