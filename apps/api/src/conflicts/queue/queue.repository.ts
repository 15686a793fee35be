import type { ConflictListQuery, ConflictView } from '@dartwing/protocol'
import { Prisma, type Transaction } from '../../platform/prisma/database.ts'
import { CONFLICT_COLUMNS } from '../../store/conflicts/conflicts.sql.ts'
import { isAboutDocumentOf } from '../../store/conflicts/visible-conflicts.sql.ts'
import type { ConflictRecord } from '../../store/stored-document.ts'

/** Whose conflicts are read: everybody's, or only those of one person. */
export interface Reader {
  readonly org: string
  readonly account_id: string
  readonly email: string
  readonly doctypes: readonly string[]
  /** Of these, the ones whose rows have an audience: of the others nobody asks. */
  readonly personal: readonly string[]
  readonly seesAll: boolean
}

export type QueueFilter = Pick<ConflictListQuery, 'doctype' | 'kind' | 'q' | 'assignee' | 'due_before'> & {
  readonly view: ConflictView
}

/** Exact, as PostgreSQL writes it: of conflicts with one deadline none is lost between two pages. */
export interface ListPosition {
  readonly at: string
  readonly id: string
}

export interface QueuedConflict extends ConflictRecord {
  readonly at: string
}

/** Constants in the statement, so that the indexes of what is open and what is settled are used. */
const STATE = {
  mine: Prisma.sql`c.state = 'open'`,
  team: Prisma.sql`c.state = 'open'`,
  auto: Prisma.sql`c.state = 'auto_resolved'`,
  resolved: Prisma.sql`c.state = 'resolved'`,
} as const

const isOpenView = (view: ConflictView) => view === 'mine' || view === 'team'

/** Asked of them, sent by them, or about a document of theirs. */
function isMine({ email, account_id, personal }: Reader): Prisma.Sql {
  return Prisma.sql`(c.submitted_by = ${email} OR c.assignee = ${account_id}::uuid
    OR (c.doctype = ANY(${[...personal]}::text[]) AND ${isAboutDocumentOf(email)}))`
}

/** Those without a wider view see what they have sent, and what is about a document of theirs. */
function isOwn({ email, personal }: Reader): Prisma.Sql {
  return Prisma.sql`(c.submitted_by = ${email}
    OR (c.doctype = ANY(${[...personal]}::text[]) AND ${isAboutDocumentOf(email)}))`
}

function isVisible(reader: Reader, view: ConflictView): Prisma.Sql {
  const all = Prisma.sql`c.org_id = ${reader.org} AND ${STATE[view]}
    AND c.doctype = ANY(${[...reader.doctypes]}::text[])`
  if (!reader.seesAll) return Prisma.sql`${all} AND ${isOwn(reader)}`
  return view === 'mine' ? Prisma.sql`${all} AND ${isMine(reader)}` : all
}

function matches(reader: Reader, filter: QueueFilter): Prisma.Sql[] {
  const found = [isVisible(reader, filter.view)]
  if (filter.doctype) found.push(Prisma.sql`c.doctype = ${filter.doctype}`)
  if (filter.kind) found.push(Prisma.sql`c.kind = ${filter.kind}`)
  if (filter.due_before) found.push(Prisma.sql`c.due_at < ${filter.due_before}::timestamptz`)
  if (filter.assignee === 'none') found.push(Prisma.sql`c.assignee IS NULL`)
  else if (filter.assignee) {
    const account = filter.assignee === 'me' ? reader.account_id : filter.assignee
    found.push(Prisma.sql`c.assignee = ${account}::uuid`)
  }
  if (filter.q) {
    const pattern = `%${filter.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    found.push(
      Prisma.sql`(c.title ILIKE ${pattern} OR c.headline ILIKE ${pattern} OR c.name ILIKE ${pattern})`,
    )
  }
  return found
}

/** One page of a view: what is open by deadline, what is settled by the latest first. */
export async function listConflicts(
  tx: Transaction,
  reader: Reader,
  filter: QueueFilter,
  { after, limit }: { readonly after: ListPosition | null; readonly limit: number },
): Promise<QueuedConflict[]> {
  const isOpen = isOpenView(filter.view)
  const key = isOpen ? Prisma.sql`coalesce(c.due_at, 'infinity'::timestamptz)` : Prisma.sql`c.resolved_at`
  const beyond = isOpen ? Prisma.sql`>` : Prisma.sql`<`
  const direction = isOpen ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const filters = matches(reader, filter)
  if (after !== null) {
    filters.push(Prisma.sql`(${key}, c.conflict_id) ${beyond} (${after.at}::timestamptz, ${after.id}::uuid)`)
  }
  return tx.$queryRaw<QueuedConflict[]>`
    SELECT ${CONFLICT_COLUMNS}, (${key})::text AS at FROM conflict c WHERE ${Prisma.join(filters, ' AND ')}
    ORDER BY ${key} ${direction}, c.conflict_id ${direction} LIMIT ${limit}`
}

/** Each view counted by its own index. */
export async function countConflicts(tx: Transaction, reader: Reader): Promise<Record<ConflictView, number>> {
  const count = (view: ConflictView) =>
    Prisma.sql`(SELECT count(*)::int FROM conflict c WHERE ${isVisible(reader, view)})`
  const rows = await tx.$queryRaw<Record<ConflictView, number>[]>`
    SELECT ${count('mine')} AS mine, ${count('team')} AS team, ${count('auto')} AS auto,
      ${count('resolved')} AS resolved`
  return rows[0] ?? { mine: 0, team: 0, auto: 0, resolved: 0 }
}

export async function countMatching(tx: Transaction, reader: Reader, filter: QueueFilter): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM conflict c WHERE ${Prisma.join(matches(reader, filter), ' AND ')}`
  return rows[0]?.count ?? 0
}
