import { DOCTYPE_RULES } from '@dartwing/rules'
import { type Breach, bySql, type Invariant } from './invariant.ts'

/** What was deleted comes back by `undelete` or by a person's decision, never by a change that came late. */
export const tombstones: Invariant = {
  number: 5,
  title: 'what was deleted stays deleted',
  check: (organisation) => bySql(organisation, LOOKED_AT, BREACHES, REVIVABLE),
}

const LOOKED_AT = `SELECT FROM document WHERE org_id = $1 AND deleted_at IS NOT NULL
  UNION ALL SELECT FROM document_version WHERE org_id = $1 AND data IS NULL`

/** DocTypes whose rule lets a late edit win over a tombstone. */
const REVIVABLE = DOCTYPE_RULES.filter(({ tombstone }) => tombstone.tombstone_wins_over_update === false).map(
  ({ name }) => name,
)

const BREACHES: readonly Breach[] = [
  {
    reason: 'brought back by a change that may not',
    sql: `SELECT v.doctype || ' ' || v.name || ' version ' || v.version AS place FROM document_version v
      JOIN document_version before ON before.org_id = v.org_id AND before.doctype = v.doctype
        AND before.name = v.name AND before.version = v.version - 1
      LEFT JOIN mutation m ON m.org_id = v.org_id AND m.mutation_id = v.mutation_id
      WHERE v.org_id = $1 AND v.data IS NOT NULL AND before.data IS NULL AND NOT $2::jsonb ? v.doctype
        AND coalesce(m.op, '') NOT IN ('undelete', 'resolve', 'timeout', 'undo')`,
  },
  {
    reason: 'purged, and yet not deleted',
    sql: `SELECT d.doctype || ' ' || d.name AS place FROM document d
      WHERE d.org_id = $1 AND d.purged_at IS NOT NULL AND d.deleted_at IS NULL`,
  },
  {
    reason: 'deleted names that are not remembered',
    sql: `SELECT DISTINCT m.doctype || ' ' || m.name AS place FROM mutation m
      LEFT JOIN document d ON d.org_id = m.org_id AND d.doctype = m.doctype AND d.name = m.name
      WHERE m.org_id = $1 AND m.op = 'delete' AND m.status IN ('success', 'conflict') AND d.name IS NULL`,
  },
]
