import type { Looker } from '@dartwing/protocol'
import { Prisma, type Statements } from '../../platform/prisma/database.ts'
import type { DocumentKey } from '../documents.sql.ts'
import { type ConflictEventRecord, type ConflictRecord, keyOf } from '../stored-document.ts'

const INSTANT = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`

export const CONFLICT_COLUMNS = Prisma.sql`c.conflict_id::text AS conflict_id, c.doctype, c.name, c.kind,
  c.conflict_type, c.state, c.revision, c.strategy, c.rule_set, c.title, c.headline, c.base, c.server, c.client,
  c.candidates, c.context, c.decisions, c.fields, c.sides, c.other_doctype, c.other_name, c.submitted_by,
  c.device_id::text AS device_id, c.mutation_id::text AS mutation_id,
  to_char(c.opened_at AT TIME ZONE 'UTC', ${INSTANT}) AS opened_at,
  to_char(c.due_at AT TIME ZONE 'UTC', ${INSTANT}) AS due_at, c.on_timeout,
  to_char(c.escalated_at AT TIME ZONE 'UTC', ${INSTANT}) AS escalated_at,
  to_char(c.resolved_at AT TIME ZONE 'UTC', ${INSTANT}) AS resolved_at, c.resolved_by, c.resolution,
  (SELECT jsonb_build_object('id', a.account_id, 'name', a.full_name, 'email', a.email) FROM account a WHERE a.account_id = c.assignee)
    AS assignee,
  to_char(c.held_at AT TIME ZONE 'UTC', ${INSTANT}) AS held_at`

/** The open conflict of each of these documents; at most one each. */
export async function openConflictsOf(tx: Statements, org: string, keys: readonly DocumentKey[]) {
  if (keys.length === 0) return new Map<string, ConflictRecord>()
  const rows = await tx.$queryRaw<ConflictRecord[]>`
    SELECT c.* FROM unnest(${keys.map(({ doctype }) => doctype)}::text[], ${keys.map(({ name }) => name)}::text[])
      AS k(doctype, name)
    CROSS JOIN LATERAL (SELECT ${CONFLICT_COLUMNS} FROM conflict c WHERE c.org_id = ${org} AND c.state = 'open'
      AND c.doctype = k.doctype AND c.name = k.name LIMIT 1) AS c`
  return new Map(rows.map((row) => [keyOf(row.doctype, row.name), row]))
}

/** Inserts new conflicts and writes back those that moved, with their history; their first facts never change. */
export async function writeConflicts(
  tx: Statements,
  org: string,
  rows: readonly ConflictRecord[],
  events: readonly ConflictEventRecord[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.$executeRaw`
    WITH written AS (INSERT INTO conflict (org_id, conflict_id, doctype, name, kind, conflict_type, state, revision, strategy,
      rule_set, title, headline, base, server, client, candidates, context, decisions, fields, sides, other_doctype,
      other_name, submitted_by, device_id, mutation_id, opened_at, due_at, on_timeout, escalated_at, resolved_at,
      resolved_by, resolution, assignee, held_at)
    SELECT ${org}, r.conflict_id, r.doctype, r.name, r.kind, r.conflict_type, r.state, r.revision, r.strategy,
      r.rule_set, r.title, r.headline, nullif(r.base, 'null'::jsonb), nullif(r.server, 'null'::jsonb),
      nullif(r.client, 'null'::jsonb), r.candidates, nullif(r.context, 'null'::jsonb), r.decisions, r.fields, r.sides, r.other_doctype,
      r.other_name, r.submitted_by, r.device_id, r.mutation_id, r.opened_at, r.due_at, r.on_timeout,
      r.escalated_at, r.resolved_at, r.resolved_by, nullif(r.resolution, 'null'::jsonb), (r.assignee ->> 'id')::uuid,
      r.held_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(conflict_id uuid, doctype text, name text,
      kind text, conflict_type text, state text, revision integer, strategy text, rule_set text, title text,
      headline text, base jsonb, server jsonb, client jsonb, candidates jsonb, context jsonb, decisions jsonb, fields text[],
      sides jsonb, other_doctype text, other_name text, submitted_by text, device_id uuid, mutation_id uuid,
      opened_at timestamptz, due_at timestamptz, on_timeout text, escalated_at timestamptz,
      resolved_at timestamptz, resolved_by text, resolution jsonb, assignee jsonb, held_at timestamptz)
    ON CONFLICT (org_id, conflict_id) DO UPDATE SET state = excluded.state, revision = excluded.revision,
      headline = excluded.headline, server = excluded.server, client = excluded.client,
      candidates = excluded.candidates, context = excluded.context, decisions = excluded.decisions, fields = excluded.fields,
      sides = excluded.sides, other_doctype = excluded.other_doctype, other_name = excluded.other_name,
      device_id = excluded.device_id, mutation_id = excluded.mutation_id,
      due_at = excluded.due_at, escalated_at = excluded.escalated_at, resolved_at = excluded.resolved_at,
      resolved_by = excluded.resolved_by, resolution = excluded.resolution,
      assignee = excluded.assignee, held_at = excluded.held_at)
    INSERT INTO conflict_event (org_id, conflict_id, type, actor, detail, at)
    SELECT ${org}, e.conflict_id, e.type, e.actor, e.detail, e.at
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS e(conflict_id uuid, type text, actor text,
      detail jsonb, at timestamptz)`
}

/** Those of these conflicts that somebody looks at, each person once, whoever came first before. */
export async function lookersOf(
  tx: Statements,
  org: string,
  conflictIds: readonly string[],
): Promise<Map<string, Looker[]>> {
  const byConflict = new Map<string, Looker[]>()
  if (conflictIds.length === 0) return byConflict
  const rows = await tx.$queryRaw<(Looker & { conflict_id: string })[]>`
    SELECT l.conflict_id::text AS conflict_id, l.account_id::text AS id, a.full_name AS name,
      bool_or(l.deciding) AS deciding,
      to_char(min(l.since) AT TIME ZONE 'UTC', ${INSTANT}) AS since,
      to_char(max(l.until) AT TIME ZONE 'UTC', ${INSTANT}) AS until
    FROM conflict_lease l
    JOIN account a ON a.account_id = l.account_id
    JOIN conflict c ON c.org_id = l.org_id AND c.conflict_id = l.conflict_id AND c.state = 'open'
    WHERE l.org_id = ${org} AND l.conflict_id = ANY (${[...conflictIds]}::uuid[]) AND l.until > now()
    GROUP BY l.conflict_id, l.account_id, a.full_name
    ORDER BY min(l.since), l.account_id`
  for (const { conflict_id, ...looker } of rows) {
    const known = byConflict.get(conflict_id)
    if (known === undefined) byConflict.set(conflict_id, [looker])
    else known.push(looker)
  }
  return byConflict
}
