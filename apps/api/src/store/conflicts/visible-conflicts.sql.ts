import { type Member, readableRules, seesAllConflicts } from '../../access/rights.ts'
import { Prisma } from '../../platform/prisma/database.ts'

/** Of a conflict `c`: its document is one that is shown to this person as theirs. */
export const isAboutDocumentOf = (email: string): Prisma.Sql => Prisma.sql`EXISTS (SELECT 1 FROM document d
  WHERE d.org_id = c.org_id AND d.doctype = c.doctype AND d.name = c.name AND ${email} = ANY(d.audience))`

/** Conflicts `c` that this member may see: about what they may read, and for a technician, their own. */
export function visibleConflicts(member: Member): Prisma.Sql {
  const doctypes = readableRules(member.role).map(({ name }) => name)
  const own = seesAllConflicts(member.role)
    ? Prisma.empty
    : Prisma.sql`AND (c.submitted_by = ${member.email} OR ${isAboutDocumentOf(member.email)})`
  return Prisma.sql`c.org_id = ${member.org} AND c.doctype = ANY(${doctypes}::text[]) ${own}`
}
