import {
  addressOf,
  ENDPOINTS,
  type InviteRequest,
  type MemberChange,
  type MemberLink,
  type MemberView,
  member,
  memberLink,
  memberList,
} from '@dartwing/protocol'
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'
import { WITHOUT_NETWORK } from './without-network.ts'

const PAGE = 50

export function membersOptions(org: string, q: string) {
  return infiniteQueryOptions({
    queryKey: ['members', org, q],
    ...WITHOUT_NETWORK,
    queryFn: ({ pageParam, signal }) =>
      request(memberList, ENDPOINTS.members, { query: { org, q, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  })
}

export function inviteMember(org: string, body: InviteRequest): Promise<MemberLink> {
  return request(memberLink, ENDPOINTS.members, { method: 'POST', query: { org }, body })
}

export function changeMember(org: string, accountId: string, body: MemberChange): Promise<MemberView> {
  return request(member, addressOf(ENDPOINTS.member, { account_id: accountId }), {
    method: 'PATCH',
    query: { org },
    body,
  })
}

/** For somebody invited a new invitation, for a member of long standing a way to a new password. */
export function makeLink(org: string, accountId: string): Promise<MemberLink> {
  return request(memberLink, addressOf(ENDPOINTS.memberLink, { account_id: accountId }), {
    method: 'POST',
    query: { org },
  })
}
