import type { Database } from '../../platform/prisma/database.ts'
import { appendAudit } from '../members/audit.repository.ts'
import { endLinks, lockAccount } from '../members/links.repository.ts'
import { lockMembers, readMember, setJoined } from '../members/members.repository.ts'
import { revokeSignIns } from '../sessions/refresh-tokens.repository.ts'
import { dropPassword, organisationsThatInvited } from './oidc.repository.ts'

/**
 * Whoever has proven to be the person at an address needs no link to accept what it was invited to, be the link sent,
 * lost or too old. A password proves less: whoever was the first to invite the address may have used that link and
 * chosen it. So that it does not open what is joined now, it goes, and with it who is signed in.
 */
export async function joinInvited(database: Database, accountId: string): Promise<void> {
  const orgs = await database.acrossOrganisations(accountId, (tx) => organisationsThatInvited(tx, accountId))
  for (const org of orgs) {
    await database.inOrganisation(org, async (tx) => {
      await lockMembers(tx, org)
      await lockAccount(tx, accountId)
      const member = await readMember(tx, org, accountId)
      if (member?.state !== 'invited') return
      const { email, role } = member
      const now = new Date()
      await endLinks(tx, org, accountId)
      await setJoined(tx, org, accountId, now)
      if (await dropPassword(tx, accountId)) await revokeSignIns(tx, accountId, now)
      await appendAudit(tx, { org, actor: email, act: 'joined', subject: email, from: null, to: role })
    })
  }
}
