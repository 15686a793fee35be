import type { ConflictListQuery, ConflictView } from '@dartwing/protocol'
import { COUNTS } from '../access/membership.repository.ts'
import { Prisma, type Transaction } from '../platform/prisma/database.ts'
import { CONFLICT_COLUMNS } from '../store/conflicts.sql.ts'
import type { DocumentKey } from '../store/documents.sql.ts'
import type { ConflictRecord } from '../store/stored-document.ts'

/** Whose conflicts are read: everybody's, or only those of one person. */
export interface Reader {
  readonly org: string
  readonly email: string
  readonly doctypes: readonly string[]
  readonly seesAll: boolean
}

export async function readConflict(
  tx: Transaction,
  org: string,
  id: string,
): Promise<ConflictRecord | undefined> {
  const rows = await tx.$queryRaw<ConflictRecord[]>`
    SELECT ${CONFLICT_COLUMNS} FROM conflict c WHERE c.org_id = ${org} AND c.conflict_id = ${id}::uuid`
  return rows[0]
}

const STATE_BY_VIEW = { mine: 'open', team: 'open', auto: 'auto_resolved', resolved: 'resolved' } as const

function isMine({ email }: Reader): Prisma.Sql {
  return Prisma.sql`(c.submitted_by = ${email} OR EXISTS (SELECT 1 FROM document d WHERE d.org_id = c.org_id
    AND d.doctype = c.doctype AND d.name = c.name AND ${email} = ANY(d.audience)))`
}

function isVisible(reader: Reader, view: ConflictView): Prisma.Sql {
  const own = !reader.seesAll || view === 'mine' ? Prisma.sql`AND ${isMine(reader)}` : Prisma.empty
  return Prisma.sql`c.org_id = ${reader.org} AND c.state = ${STATE_BY_VIEW[view]}
    AND c.doctype = ANY(${[...reader.doctypes]}::text[]) ${own}`
}

export interface ListPosition {
  readonly at: string
  readonly id: string
}

/** One page of a view: what is open by deadline, what is settled by the latest first. */
export async function listConflicts(
  tx: Transaction,
  reader: Reader,
  query: Required<Pick<ConflictListQuery, 'limit'>> &
    Pick<ConflictListQuery, 'doctype' | 'kind' | 'q'> & { view: ConflictView },
  after: ListPosition | null,
): Promise<ConflictRecord[]> {
  const isOpen = STATE_BY_VIEW[query.view] === 'open'
  const key = isOpen ? Prisma.sql`coalesce(c.due_at, 'infinity'::timestamptz)` : Prisma.sql`c.resolved_at`
  const filters = [isVisible(reader, query.view)]
  if (query.doctype) filters.push(Prisma.sql`c.doctype = ${query.doctype}`)
  if (query.kind) filters.push(Prisma.sql`c.kind = ${query.kind}`)
  if (query.q) {
    const pattern = `%${query.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    filters.push(
      Prisma.sql`(c.title ILIKE ${pattern} OR c.headline ILIKE ${pattern} OR c.name ILIKE ${pattern})`,
    )
  }
  if (after !== null) {
    const bound = Prisma.sql`(${after.at}::timestamptz, ${after.id}::uuid)`
    filters.push(
      isOpen
        ? Prisma.sql`(${key}, c.conflict_id) > ${bound}`
        : Prisma.sql`(${key}, c.conflict_id) < ${bound}`,
    )
  }
  const direction = isOpen ? Prisma.sql`ASC` : Prisma.sql`DESC`
  return tx.$queryRaw<ConflictRecord[]>`
    SELECT ${CONFLICT_COLUMNS} FROM conflict c WHERE ${Prisma.join(filters, ' AND ')}
    ORDER BY ${key} ${direction}, c.conflict_id ${direction} LIMIT ${query.limit}`
}

export async function countConflicts(tx: Transaction, reader: Reader): Promise<Record<ConflictView, number>> {
  const rows = await tx.$queryRaw<{ mine: number; team: number; auto: number; resolved: number }[]>`
    SELECT count(*) FILTER (WHERE ${isVisible(reader, 'mine')})::int AS mine,
      count(*) FILTER (WHERE ${isVisible(reader, 'team')})::int AS team,
      count(*) FILTER (WHERE ${isVisible(reader, 'auto')})::int AS auto,
      count(*) FILTER (WHERE ${isVisible(reader, 'resolved')})::int AS resolved
    FROM conflict c WHERE c.org_id = ${reader.org}`
  return rows[0] ?? { mine: 0, team: 0, auto: 0, resolved: 0 }
}

export async function eventsOf(tx: Transaction, org: string, conflictId: string) {
  return tx.conflictEvent.findMany({
    where: { orgId: org, conflictId },
    orderBy: [{ at: 'asc' }, { type: 'asc' }],
    take: 200,
  })
}

const IS_DUE = Prisma.sql`c.state = 'open' AND c.due_at <= now() AND c.escalated_at IS NULL`

/** A place in the list of what is due; the instant is exact, as PostgreSQL writes it. */
export interface DueConflict {
  readonly conflict_id: string
  readonly due: string
}

/** Open conflicts whose deadline has passed, that no timer has dealt with, the longest due first. */
export async function dueConflicts(
  tx: Transaction,
  org: string,
  after: DueConflict | null,
  limit: number,
): Promise<DueConflict[]> {
  const later =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (c.due_at, c.conflict_id) > (${after.due}::timestamptz, ${after.conflict_id}::uuid)`
  return tx.$queryRaw<DueConflict[]>`
    SELECT c.conflict_id::text AS conflict_id, c.due_at::text AS due FROM conflict c
    WHERE c.org_id = ${org} AND ${IS_DUE} ${later}
    ORDER BY c.due_at, c.conflict_id LIMIT ${limit}`
}

/**
 * Locks those that are still due, with their documents, and passes over whatever somebody else has locked:
 * a person who is deciding, a device's batch, another process's sweep.
 */
export async function claimDue(tx: Transaction, org: string, ids: readonly string[]): Promise<DocumentKey[]> {
  return tx.$queryRaw<DocumentKey[]>`
    SELECT c.doctype, c.name FROM conflict c
    JOIN document d ON d.org_id = c.org_id AND d.doctype = c.doctype AND d.name = c.name
    WHERE c.org_id = ${org} AND c.conflict_id = ANY(${[...ids]}::uuid[]) AND ${IS_DUE}
    ORDER BY c.doctype, c.name FOR UPDATE OF d, c SKIP LOCKED`
}

export async function adminsOf(tx: Transaction, org: string): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { orgId: org, role: 'admin', ...COUNTS, account: { disabledAt: null } },
    include: { account: true },
  })
  return rows.map((row) => row.account.email)
}
