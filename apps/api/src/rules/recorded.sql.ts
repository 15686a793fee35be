import type { Prisma, Statements, Transaction } from '../platform/prisma/database.ts'
import type { Recorded } from './recorded.ts'

/** From here to its end the transaction can change nothing. */
export async function onlyRead(tx: Statements): Promise<void> {
  await tx.$executeRaw`SET TRANSACTION READ ONLY`
}

/** The latest conflicts of these DocTypes, the latest first. */
export async function latestConflicts(
  tx: Statements,
  org: string,
  doctypes: readonly string[],
  last: number,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.conflict_id::text AS id FROM conflict c
    WHERE c.org_id = ${org} AND c.doctype = ANY (${[...doctypes]}::text[])
    ORDER BY c.opened_at DESC, c.conflict_id LIMIT ${last}`
  return rows.map(({ id }) => id)
}

/** In the order of the ids. */
export async function readRecorded(tx: Statements, org: string, ids: readonly string[]): Promise<Recorded[]> {
  return tx.$queryRaw<Recorded[]>`
    SELECT c.conflict_id::text AS conflict_id, c.doctype, c.name, c.title, c.kind, c.state, c.base, c.server, c.client,
      c.context, c.decisions, c.sides, c.mutation_id::text AS mutation_id,
      to_char(c.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS opened_at
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS k(id, place)
    JOIN conflict c ON c.org_id = ${org} AND c.conflict_id = k.id
    ORDER BY k.place`
}

/** `visible`: of a conflict `c`, whether the caller may see it. */
export async function mayReadConflict(tx: Transaction, id: string, visible: Prisma.Sql): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM conflict c WHERE c.conflict_id = ${id}::uuid AND ${visible}`
  return rows.length > 0
}
