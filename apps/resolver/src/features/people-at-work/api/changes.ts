import {
  type AssigneeList,
  addressOf,
  assigneeList,
  ENDPOINTS,
  type ResolveResponse,
  resolveResponse,
} from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { request } from '../../../lib/http/request.ts'

/** One guarded change of one item; `key` makes sending it again safe. */
export type ItemChange =
  | { readonly what: 'reassign'; readonly account_id: string | null; readonly comment: string | null }
  | {
      readonly what: 'extend'
      readonly hours?: number
      readonly minutes?: number
      readonly comment: string | null
    }

const ADDRESS = { reassign: ENDPOINTS.conflictReassign, extend: ENDPOINTS.conflictExtend } as const

export function changeItem(
  org: string,
  item: AskedItem,
  { what, ...body }: ItemChange,
  key: string,
): Promise<ResolveResponse> {
  return request(resolveResponse, addressOf(ADDRESS[what], { id: item.id }), {
    method: 'POST',
    query: { org },
    body,
    headers: { 'if-match': `"${item.revision}"`, 'idempotency-key': key },
  })
}

/** Those who could decide about this item. */
export function assigneesOptions(org: string, id: string, q: string) {
  return queryOptions({
    queryKey: ['assignees', org, id, q],
    queryFn: ({ signal }): Promise<AssigneeList> =>
      request(assigneeList, addressOf(ENDPOINTS.conflictAssignees, { id }), { query: { org, q }, signal }),
    placeholderData: (before) => before,
  })
}
