import { type Breach, bySql, type Invariant } from './invariant.ts'

/** A document is what its versions say it is, and has one place in the organisation's one order. */
export const replay: Invariant = {
  number: 2,
  title: 'documents equal their versions, in one order',
  check: (organisation) => bySql(organisation, LOOKED_AT, BREACHES),
}

const LOOKED_AT = `SELECT FROM document WHERE org_id = $1
  UNION ALL SELECT FROM document_version WHERE org_id = $1`

const PLACE = "d.doctype || ' ' || d.name AS place"

const BREACHES: readonly Breach[] = [
  {
    reason: 'documents that are not their newest version',
    sql: `SELECT ${PLACE} FROM document d
      LEFT JOIN document_version v ON v.org_id = d.org_id AND v.doctype = d.doctype AND v.name = d.name
        AND v.version = d.version
      WHERE d.org_id = $1 AND (v.version IS NULL
        OR CASE WHEN d.deleted_at IS NULL THEN v.data IS DISTINCT FROM d.data ELSE v.data IS NOT NULL END)`,
  },
  {
    reason: 'versions newer than their document, or of none',
    sql: `SELECT v.doctype || ' ' || v.name || ' version ' || v.version AS place FROM document_version v
      LEFT JOIN document d ON d.org_id = v.org_id AND d.doctype = v.doctype AND d.name = v.name
      WHERE v.org_id = $1 AND (d.name IS NULL OR v.version > d.version)`,
  },
  {
    reason: 'documents with a hole in their versions',
    sql: `SELECT v.doctype || ' ' || v.name AS place FROM document_version v WHERE v.org_id = $1
      GROUP BY v.doctype, v.name HAVING max(v.version) - min(v.version) + 1 <> count(*)`,
  },
  {
    reason: 'tombstones that still hold data',
    sql: `SELECT ${PLACE} FROM document d WHERE d.org_id = $1 AND d.deleted_at IS NOT NULL AND d.data <> '{}'`,
  },
  {
    reason: 'places in the feed that two documents have',
    sql: `SELECT 'seq ' || d.seq AS place FROM document d WHERE d.org_id = $1 GROUP BY d.seq HAVING count(*) > 1`,
  },
  {
    reason: 'documents ahead of the counter of the feed',
    sql: `SELECT ${PLACE} FROM document d LEFT JOIN org_counter c ON c.org_id = d.org_id
      WHERE d.org_id = $1 AND (c.org_id IS NULL OR d.seq > c.last_seq OR d.seq < 1)`,
  },
]
