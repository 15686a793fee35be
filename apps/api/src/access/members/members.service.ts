import type {
  AuditList,
  AuditQuery,
  InviteRequest,
  MemberChange,
  MemberLink,
  MemberList,
  MemberListQuery,
  MemberView,
} from '@dartwing/protocol'
import { text } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { adminOf } from '../membership.repository.ts'
import type { Member } from '../rights.ts'
import type { Account } from '../tokens.ts'
import { appendAudit, readAudit } from './audit.repository.ts'
import { newLinkToken } from './link-token.ts'
import { addLink, endLinks, type Purpose } from './links.repository.ts'
import {
  accountFor,
  addInvited,
  countAdmins,
  joinedElsewhere,
  listMembers,
  lockMembers,
  readMember,
  setDisabled,
  setRole,
} from './members.repository.ts'
import { decodeCursor, encodeCursor } from './page-cursor.ts'

const afterAddress = text(320)
const auditPlace = z.object({ at: z.iso.datetime().startsWith('2'), id: z.uuid() })

/** What the admins of an organisation do about those who belong to it. Every act has its entry in the audit. */
@Injectable()
export class MembersService {
  constructor(private readonly database: Database) {}

  async list(account: Account, org: string, query: MemberListQuery): Promise<MemberList> {
    const { cursor, q, limit } = query
    const after = !cursor ? '' : decodeCursor(afterAddress, cursor)
    return this.database.inOrganisation(org, async (tx) => {
      await adminOf(tx, org, account)
      const found = await listMembers(tx, org, { after, q, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const isMore = found.length > limit && last !== undefined
      return { items, next_cursor: isMore ? encodeCursor(last.email) : null }
    })
  }

  async audit(account: Account, org: string, { cursor, limit }: AuditQuery): Promise<AuditList> {
    const before = !cursor ? null : decodeCursor(auditPlace, cursor)
    return this.database.inOrganisation(org, async (tx) => {
      await adminOf(tx, org, account)
      const found = await readAudit(tx, org, { before, limit: limit + 1 })
      const shown = found.slice(0, limit)
      const last = shown.at(-1)
      const isMore = found.length > limit && last !== undefined
      return {
        items: shown.map(({ exactly: _, at, ...entry }) => ({ ...entry, at: at.toISOString() })),
        next_cursor: isMore ? encodeCursor({ at: last.exactly, id: last.id }) : null,
      }
    })
  }

  /** The same answer whether or not the address has an account: whose customer it is elsewhere is not told. */
  async invite(account: Account, org: string, request: InviteRequest): Promise<MemberLink> {
    const { email, full_name: fullName, role } = request
    return this.#change(account, org, async (tx, admin) => {
      const accountId = await accountFor(tx, email, fullName)
      if (!(await addInvited(tx, { org, accountId, role, fullName }))) {
        throw new ProblemException('already_member')
      }
      const member = await known(tx, org, accountId)
      await appendAudit(tx, { ...toAct(admin, member), act: 'invited', from: null, to: role })
      return makeLink(tx, admin, member, 'join')
    })
  }

  async change(account: Account, org: string, id: string, change: MemberChange): Promise<MemberView> {
    return this.#change(account, org, async (tx, admin) => {
      const member = await known(tx, org, id)
      await changeRole(tx, admin, member, change.role)
      await changeState(tx, admin, member, change.disabled)
      // Counted with the change made, and taken back with it.
      if (member.role === 'admin' && (await countAdmins(tx, org)) === 0)
        throw new ProblemException('last_admin')
      return known(tx, org, id)
    })
  }

  async link(account: Account, org: string, id: string): Promise<MemberLink> {
    return this.#change(account, org, async (tx, admin) => {
      const member = await known(tx, org, id)
      if (member.state === 'disabled') {
        throw new ProblemException('forbidden', {
          detail: 'Enable them first: a disabled member uses no link.',
        })
      }
      const purpose = member.state === 'invited' ? 'join' : 'reset'
      // The admin of one organisation must not get at what a person has in another.
      if (purpose === 'reset' && (await joinedElsewhere(tx, org, id)).length > 0) {
        throw new ProblemException('belongs_elsewhere')
      }
      await appendAudit(tx, { ...toAct(admin, member), act: 'link_made', from: null, to: purpose })
      return makeLink(tx, admin, member, purpose)
    })
  }

  /** One change at a time in an organisation: whoever has waited is looked at again, and may be no admin any more. */
  async #change<T>(
    account: Account,
    org: string,
    act: (tx: Transaction, admin: Member) => Promise<T>,
  ): Promise<T> {
    return this.database.inOrganisation(org, async (tx) => {
      await adminOf(tx, org, account)
      await lockMembers(tx, org)
      return act(tx, await adminOf(tx, org, account))
    })
  }
}

async function known(tx: Transaction, org: string, accountId: string): Promise<MemberView> {
  const member = await readMember(tx, org, accountId)
  if (member === undefined) throw new ProblemException('not_found')
  return member
}

async function changeRole(tx: Transaction, admin: Member, member: MemberView, role: MemberChange['role']) {
  if (role === undefined || role === member.role) return
  await setRole(tx, admin.org, member.account_id, role)
  await appendAudit(tx, { ...toAct(admin, member), act: 'role_changed', from: member.role, to: role })
}

async function changeState(
  tx: Transaction,
  admin: Member,
  member: MemberView,
  disabled: boolean | undefined,
) {
  if (disabled === undefined || disabled === (member.state === 'disabled')) return
  await setDisabled(tx, admin.org, member.account_id, disabled ? new Date() : null)
  if (disabled) await endLinks(tx, admin.org, member.account_id)
  const act = disabled ? 'disabled' : 'enabled'
  await appendAudit(tx, { ...toAct(admin, member), act, from: null, to: null })
}

async function makeLink(
  tx: Transaction,
  { org, email }: Member,
  member: MemberView,
  purpose: Purpose,
): Promise<MemberLink> {
  const { token, hash } = newLinkToken(org)
  const link = { org, hash, accountId: member.account_id, purpose, createdBy: email }
  const expiresAt = await addLink(tx, link)
  return { member, token, expires_at: expiresAt.toISOString() }
}

const toAct = ({ org, email }: Member, member: MemberView) => ({ org, actor: email, subject: member.email })
