import { membersAmong } from '../access/membership.repository.ts'
import type { Database } from '../platform/prisma/database.ts'
import type { Sockets, SyncSocket } from './emit.ts'

/**
 * Ends the connections whose token has ended, and those whose person may see something else than when they came:
 * another role, no longer a member, disabled, signed out. However that was changed, it is in the database. Who is
 * turned away comes back and is looked at again.
 */
export async function sweep(server: Sockets, database: Database): Promise<void> {
  const byOrganisation = new Map<string, SyncSocket[]>()
  for (const socket of server.sockets.sockets.values()) {
    const { member, expiresAt } = socket.data
    if (member === undefined) continue
    if (expiresAt <= Date.now()) {
      socket.disconnect(true)
      continue
    }
    const sockets = byOrganisation.get(member.org)
    if (sockets === undefined) byOrganisation.set(member.org, [socket])
    else sockets.push(socket)
  }
  for (const [org, sockets] of byOrganisation) {
    const standing = await database.inOrganisation(org, (tx) =>
      membersAmong(
        tx,
        org,
        sockets.map(({ data }) => data.account),
      ),
    )
    for (const [index, socket] of sockets.entries()) {
      const [now, then] = [standing[index], socket.data.member]
      const isAsBefore = now?.role === then.role && now.revision === then.revision
      if (!isAsBefore || now.rollout_stage !== then.rollout_stage) socket.disconnect(true)
    }
  }
}
