import { docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { type Member, may } from '../../access/rights.ts'
import { Prisma } from '../../platform/prisma/database.ts'

const OVERSEERS = new Set(['resolver', 'admin', 'receptionist'])

/** Conflicts `c` that this member may see: about what they may read, and for a technician, their own. */
export function visibleConflicts(member: Member): Prisma.Sql {
  const doctypes = registeredDocTypes().filter((name) => {
    const rule = docTypeRule(name)
    return rule !== undefined && may(rule, member.role, 'read')
  })
  const own = OVERSEERS.has(member.role)
    ? Prisma.empty
    : Prisma.sql`AND (c.submitted_by = ${member.email} OR EXISTS (SELECT FROM document d WHERE d.org_id = c.org_id
        AND d.doctype = c.doctype AND d.name = c.name AND ${member.email} = ANY(d.audience)))`
  return Prisma.sql`c.org_id = ${member.org} AND c.doctype = ANY(${doctypes}::text[]) ${own}`
}
