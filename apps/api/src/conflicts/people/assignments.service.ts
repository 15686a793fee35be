import { type AssigneeList, assigneeQuery, type ResolveResponse, reassignRequest } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { memberOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import { readDocuments } from '../../store/documents.sql.ts'
import {
  type Assignee,
  type ConflictRecord,
  keyOf,
  type StoredDocument,
} from '../../store/stored-document.ts'
import { readConflict } from '../conflicts.repository.ts'
import { ruleOf, type Situation } from '../decide.ts'
import { assertOpen, type Guard, GuardedChanges } from '../guarded-changes.ts'
import { decidingRoles, mayGive, maySee, ownersOf, permissionsOf } from '../permissions.ts'
import { type Deciders, findDecider, listDeciders } from './assignees.repository.ts'

const LISTED_MAX = 50

/** Who is asked to decide. Nobody else is kept from it. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly database: Database,
    private readonly changes: GuardedChanges,
  ) {}

  /** Those to whom it can be given. */
  async list(account: Account, org: string, id: string, query: unknown): Promise<AssigneeList> {
    const { q } = parse(assigneeQuery, query)
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      const conflict = await readConflict(tx, org, id)
      if (conflict === undefined) throw new ProblemException('not_found')
      const { doctype, name } = conflict
      const document = (await readDocuments(tx, org, [{ doctype, name }])).get(keyOf(doctype, name))
      if (!maySee(member, conflict, document)) throw new ProblemException('not_found')
      if (!mayGive(member)) throw new ProblemException('forbidden')
      const found = await listDeciders(tx, decidersOf(org, conflict, document), { q, limit: LISTED_MAX })
      return { items: found.slice(0, LISTED_MAX), has_more: found.length > LISTED_MAX }
    })
  }

  async reassign(
    account: Account,
    org: string,
    id: string,
    guard: Guard,
    body: unknown,
  ): Promise<ResolveResponse> {
    const { account_id, comment } = parse(reassignRequest, body)
    const asked = { account_id, comment: comment ?? null }
    const call = { account, org, id, guard, op: 'reassign', asked } as const
    return this.changes.apply(call, async (tx, situation) => {
      assertOpen(situation)
      assertMayReassign(situation)
      await this.changes.assertUnchanged(tx, situation, guard)
      const to = account_id === null ? null : await chosen(tx, situation, account_id)
      assign(situation, to, asked.comment)
      return []
    })
  }
}

export function decidersOf(
  org: string,
  conflict: ConflictRecord,
  document: StoredDocument | undefined,
): Deciders {
  const { read } = ruleOf(conflict).rights
  return {
    org,
    roles: decidingRoles(read),
    readers: read,
    own: ownersOf(conflict, document),
  }
}

function assertMayReassign({ member, conflict, unit }: Situation): void {
  const document = unit.document(conflict.doctype, conflict.name)
  if (!permissionsOf(member, conflict, document, unit.now).reassign) throw new ProblemException('forbidden')
}

async function chosen(tx: Transaction, { conflict, unit }: Situation, accountId: string): Promise<Assignee> {
  const document = unit.document(conflict.doctype, conflict.name)
  const found = await findDecider(tx, decidersOf(unit.org, conflict, document), accountId)
  if (found !== null) return found
  const message = 'is nobody who may decide about this'
  throw new ProblemException('invalid', { fields: [{ path: 'account_id', message }] })
}

function assign({ conflict, unit, member }: Situation, to: Assignee | null, comment: string | null): void {
  const { conflict_id, doctype, name, title, due_at, assignee: from } = conflict
  unit.putConflict({ ...conflict, revision: conflict.revision + 1, assignee: to }, 'changed', {
    conflict_id,
    type: 'reassigned',
    actor: member.email,
    detail: { from: from?.name ?? null, to: to?.name ?? null, comment },
    at: unit.now,
  })
  const about = { doctype, name, conflict_id }
  const said = comment?.trim() || null
  const why = said === null ? '' : ` “${said}”`
  const facts = { title, by: member.full_name }
  if (to !== null && to.email !== member.email) {
    const message = `${member.full_name} asks you to decide about ${doctype} ${title}.${why}`
    const asked = { ...about, kind: 'assigned', facts: { ...facts, due_at, comment: said } } as const
    unit.notify(to.email, asked, { type: 'review_needed', message })
  }
  if (from !== null && from.id !== to?.id && from.email !== member.email) {
    const whom = to === null ? 'is no longer with you' : `is with ${to.name} now`
    const gone = { ...about, kind: 'handed_on', facts } as const
    unit.notify(from.email, gone, { type: 'assignment_changed', message: `${doctype} ${title} ${whom}.` })
  }
}
