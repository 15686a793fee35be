import type { MemberChange, MemberView } from '@dartwing/protocol'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { checkMembership } from '../../../lib/session/check-membership.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { changeMember, inviteMember, makeLink } from '../api/members.ts'

/** After every act, also one whose answer was lost: the list and the log are read again. */
function readAgain(client: QueryClient, org: string): void {
  void client.invalidateQueries({ queryKey: ['members', org] })
  void client.invalidateQueries({ queryKey: ['audit', org] })
}

export function useInvite() {
  const { org } = useSession()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: Parameters<typeof inviteMember>[1]) => inviteMember(org.org, request),
    onSettled: () => readAgain(client, org.org),
  })
}

export function useNewLink() {
  const { org } = useSession()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (who: MemberView) => makeLink(org.org, who.account_id),
    onSettled: () => readAgain(client, org.org),
  })
}

export function useMemberChange() {
  const { org, user } = useSession()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ who, change }: { who: MemberView; change: MemberChange }) =>
      changeMember(org.org, who.account_id, change),
    onSettled: (_member, _error, { who }) => {
      readAgain(client, org.org)
      // One's own role decides what this page may show.
      if (who.email === user.email) void checkMembership()
    },
  })
}
