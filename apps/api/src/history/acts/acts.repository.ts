import type { Act, ActKind, ActListQuery } from '@dartwing/protocol'
import type { Member } from '../../access/rights.ts'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'
import { visibleConflicts } from '../../store/conflicts/visible-conflicts.sql.ts'

/** The event by which each kind of act is written down. */
const EVENT_BY_KIND: Readonly<Record<ActKind, string>> = {
  person: 'resolved',
  rule: 'settled_by_rule',
  timer: 'auto_resolved',
  undone: 'undone',
  extended: 'extended',
  reassigned: 'reassigned',
}

/** A place in the history; the instant is exact, to the microsecond. */
interface ActPosition {
  readonly at: string
  readonly id: string
}

export interface ActRecord
  extends Pick<Act, 'id' | 'actor' | 'conflict_id' | 'doctype' | 'name' | 'title' | 'rule_set' | 'detail'> {
  readonly at: Date
  readonly exactly: string
  readonly type: string
}

const EXACTLY = Prisma.sql`to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The latest first. */
export async function readActs(
  tx: Transaction,
  member: Member,
  { person, doctype, kind, limit }: Pick<ActListQuery, 'person' | 'doctype' | 'kind' | 'limit'>,
  before: ActPosition | null,
): Promise<ActRecord[]> {
  const types = kind === undefined ? Object.values(EVENT_BY_KIND) : [EVENT_BY_KIND[kind]]
  const filters = [Prisma.sql`e.org_id = ${member.org} AND e.type = ANY(${types}::text[])`]
  if (person) filters.push(Prisma.sql`e.actor = ${person}`)
  if (doctype) filters.push(Prisma.sql`c.doctype = ${doctype}`)
  if (before !== null) {
    filters.push(Prisma.sql`(e.at, e.event_id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  }
  return tx.$queryRaw<ActRecord[]>`
    SELECT e.event_id::text AS id, e.at, ${EXACTLY} AS exactly, e.type, e.actor, e.detail,
      c.conflict_id::text AS conflict_id, c.doctype, c.name, c.title, c.rule_set
    FROM conflict_event e JOIN conflict c ON c.org_id = e.org_id AND c.conflict_id = e.conflict_id
    WHERE ${Prisma.join(filters, ' AND ')} AND ${visibleConflicts(member)}
    ORDER BY e.at DESC, e.event_id DESC LIMIT ${limit}`
}

const KIND_BY_EVENT = new Map(Object.entries(EVENT_BY_KIND).map(([kind, type]) => [type, kind]))

export const kindOf = (type: string): string | undefined => KIND_BY_EVENT.get(type)
