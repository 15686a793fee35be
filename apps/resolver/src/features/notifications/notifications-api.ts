import {
  ENDPOINTS,
  type NotificationKind,
  readableNotificationPage,
  readableNotificationSettings,
} from '@dartwing/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { nothing, request } from '../../lib/http/request.ts'

const PAGE = 30

export function notificationOptions(org: string) {
  return infiniteQueryOptions({
    queryKey: ['notifications', org],
    queryFn: ({ pageParam, signal }) =>
      request(readableNotificationPage, ENDPOINTS.notifications, {
        query: { org, cursor: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 30_000,
  })
}

/** That one and all before it; on every device of this person. */
export async function markSeen(org: string, id: string): Promise<void> {
  await request(nothing, ENDPOINTS.notificationsSeen, { method: 'POST', query: { org }, body: { up_to: id } })
}

export function settingsOptions(org: string) {
  return queryOptions({
    queryKey: ['notification-settings', org],
    queryFn: ({ signal }) =>
      request(readableNotificationSettings, ENDPOINTS.notificationSettings, { query: { org }, signal }),
    staleTime: 60_000,
  })
}

export function mute(org: string, muted: readonly NotificationKind[]) {
  return request(readableNotificationSettings, ENDPOINTS.notificationSettings, {
    method: 'POST',
    query: { org },
    body: { muted },
  })
}
