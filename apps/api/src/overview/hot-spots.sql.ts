/** Where conflicts come from, and what became of those in which a rule decided. */
import type { Overview, RuleQuality } from '@dartwing/protocol'
import { Prisma, type Statements } from '../platform/prisma/database.ts'
import { during, type Period } from './measures.sql.ts'

type HotSpots = Overview['hot_spots']
export type HotField = Omit<HotSpots['fields'][number], 'label'>
export type HotDevice = Omit<HotSpots['devices'][number], 'device'>

const FIELDS_MAX = 50
const DEVICES_MAX = 20

const OPENED = Prisma.sql`c.opened_at`
const STARTED = Prisma.sql`s.started_at`

export async function hotFields(tx: Statements, period: Period): Promise<HotField[]> {
  return tx.$queryRaw<HotField[]>`
    SELECT c.doctype, f.field, count(*)::int AS conflicts,
      count(*) FILTER (WHERE c.state = 'resolved')::int AS manual
    FROM conflict c CROSS JOIN LATERAL unnest(c.fields) AS f(field)
    WHERE c.org_id = ${period.org} AND ${during(OPENED, period)}
    GROUP BY c.doctype, f.field ORDER BY conflicts DESC, c.doctype, f.field LIMIT ${FIELDS_MAX}`
}

/** By what the device said of itself when it sent the change. */
export async function hotVersions(tx: Statements, period: Period): Promise<HotSpots['app_versions']> {
  return tx.$queryRaw<HotSpots['app_versions']>`
    SELECT coalesce(s.app_version, c.app_version) AS app_version, coalesce(s.syncs, 0) AS syncs,
      coalesce(c.conflicts, 0) AS conflicts
    FROM (SELECT s.app_version, count(*)::int AS syncs FROM sync s
      WHERE s.org_id = ${period.org} AND ${during(STARTED, period)} GROUP BY 1) s
    FULL JOIN (SELECT c.sides #>> '{client,app_version}' AS app_version, count(*)::int AS conflicts
      FROM conflict c WHERE c.org_id = ${period.org} AND ${during(OPENED, period)}
        AND c.sides #>> '{client,app_version}' IS NOT NULL GROUP BY 1) c ON c.app_version = s.app_version
    ORDER BY conflicts DESC, syncs DESC, app_version LIMIT ${DEVICES_MAX}`
}

export async function hotDevices(tx: Statements, period: Period): Promise<HotDevice[]> {
  return tx.$queryRaw<HotDevice[]>`
    SELECT c.device_id::text AS device_id, a.full_name AS person, coalesce(d.app_version, '') AS app_version,
      coalesce(s.syncs, 0) AS syncs, c.conflicts
    FROM (SELECT c.device_id, count(*)::int AS conflicts FROM conflict c
      WHERE c.org_id = ${period.org} AND ${during(OPENED, period)} AND c.device_id IS NOT NULL GROUP BY 1
      ORDER BY 2 DESC, 1 LIMIT ${DEVICES_MAX}) c
    LEFT JOIN (SELECT s.device_id, count(*)::int AS syncs FROM sync s
      WHERE s.org_id = ${period.org} AND ${during(STARTED, period)} GROUP BY 1) s ON s.device_id = c.device_id
    LEFT JOIN device d ON d.org_id = ${period.org} AND d.device_id = c.device_id
    LEFT JOIN account a ON a.account_id = d.account_id
    ORDER BY c.conflicts DESC, c.device_id`
}

/** Of a conflict `c`: the rules that decided, or asked, about the fields it is about. */
export const RULES_OF = Prisma.sql`ARRAY(SELECT DISTINCT d ->> 'rule' FROM jsonb_array_elements(c.decisions) d
  WHERE d ->> 'field' = ANY(c.fields) AND d ->> 'rule' IS NOT NULL ORDER BY 1)`

/** A conflict counts once for each rule that had a part in it. */
export async function ruleQuality(tx: Statements, period: Period): Promise<RuleQuality[]> {
  return tx.$queryRaw<RuleQuality[]>`
    SELECT c.doctype, r.rule, count(*)::int AS conflicts,
      count(*) FILTER (WHERE e.by_rule)::int AS by_rule,
      count(*) FILTER (WHERE c.state = 'resolved')::int AS by_person,
      count(*) FILTER (WHERE e.by_deadline)::int AS by_deadline,
      count(*) FILTER (WHERE e.undone)::int AS undone,
      count(*) FILTER (WHERE e.undone_unasked AND c.state = 'resolved')::int AS overridden
    FROM (SELECT c.conflict_id, c.doctype, c.state, ${RULES_OF} AS rules
      FROM conflict c WHERE c.org_id = ${period.org} AND ${during(OPENED, period)}) c
    CROSS JOIN LATERAL unnest(c.rules) AS r(rule)
    LEFT JOIN LATERAL (SELECT bool_or(e.type = 'settled_by_rule') AS by_rule,
        bool_or(e.type = 'auto_resolved') AS by_deadline, bool_or(e.type = 'undone') AS undone,
        bool_or(e.type = 'undone' AND e.detail ->> 'decided_by' IN ('rule', 'timer')) AS undone_unasked
      FROM conflict_event e WHERE e.org_id = ${period.org} AND e.conflict_id = c.conflict_id) e ON true
    GROUP BY c.doctype, r.rule ORDER BY conflicts DESC, c.doctype, r.rule`
}
