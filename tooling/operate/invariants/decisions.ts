import { type Breach, bySql, type Invariant } from './invariant.ts'

/** Of any number of people and timers one decides about a conflict, and none is left open past its deadline. */
export const decisions: Invariant = {
  number: 6,
  title: 'one decision per conflict, in time',
  check: (organisation) => bySql(organisation, 'SELECT FROM conflict WHERE org_id = $1', BREACHES),
}

const PLACE = "c.conflict_id || ' (' || c.doctype || ' ' || c.name || ')' AS place"

const BREACHES: readonly Breach[] = [
  {
    reason: 'open more than a minute past the deadline, not escalated, and no pause of the timer',
    sql: `SELECT ${PLACE} FROM conflict c WHERE c.org_id = $1 AND c.state = 'open' AND c.escalated_at IS NULL
      AND c.due_at + interval '60 seconds' < now()
      AND NOT EXISTS (SELECT FROM timer_pause p WHERE p.org_id = c.org_id AND p.doctype = c.doctype)`,
  },
  {
    // Every undo opens it once more, so that it can be closed once more.
    reason: 'closed more often than they were open, or closed without a word',
    sql: `SELECT ${PLACE} FROM conflict c
      LEFT JOIN conflict_event e ON e.org_id = c.org_id AND e.conflict_id = c.conflict_id
      WHERE c.org_id = $1 GROUP BY c.conflict_id, c.doctype, c.name, c.state
      HAVING count(*) FILTER (WHERE e.type IN ('resolved', 'auto_resolved', 'withdrawn', 'settled_by_rule'))
        <> count(*) FILTER (WHERE e.type = 'undone') + CASE c.state WHEN 'open' THEN 0 ELSE 1 END`,
  },
  {
    reason: 'decided and undone with another number of receipts than decisions',
    sql: `SELECT ${PLACE} FROM conflict c
      LEFT JOIN LATERAL (SELECT count(*) AS n FROM conflict_event e WHERE e.org_id = c.org_id
        AND e.conflict_id = c.conflict_id AND e.type IN ('resolved', 'auto_resolved', 'undone')) said ON true
      LEFT JOIN (SELECT m.sent ->> 'conflict_id' AS id, count(*) AS n FROM mutation m WHERE m.org_id = $1
        AND m.op IN ('resolve', 'timeout', 'undo') AND m.status = 'success' GROUP BY 1) done
        ON done.id = c.conflict_id::text
      WHERE c.org_id = $1 AND said.n <> coalesce(done.n, 0)`,
  },
  {
    reason: 'decided without saying when, by whom and how',
    sql: `SELECT ${PLACE} FROM conflict c WHERE c.org_id = $1 AND c.state IN ('resolved', 'auto_resolved')
      AND (c.resolved_at IS NULL OR c.resolved_by IS NULL OR c.resolution IS NULL)`,
  },
  {
    reason: 'documents with two open conflicts',
    sql: `SELECT c.doctype || ' ' || c.name AS place FROM conflict c WHERE c.org_id = $1 AND c.state = 'open'
      GROUP BY c.doctype, c.name HAVING count(*) > 1`,
  },
  {
    reason: 'documents whose mark is not that of their open conflict',
    sql: `SELECT d.doctype || ' ' || d.name AS place FROM document d
      LEFT JOIN LATERAL (SELECT array_agg(c.conflict_id::text) AS ids FROM conflict c WHERE c.org_id = d.org_id
        AND c.doctype = d.doctype AND c.name = d.name AND c.state = 'open') open ON true
      WHERE d.org_id = $1 AND CASE WHEN d.conflict IS NULL THEN open.ids IS NOT NULL
        ELSE d.conflict ->> 'id' <> ALL(coalesce(open.ids, '{}')) END`,
  },
]
