import { ENDPOINTS, type Me, me } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { notifications } from '@mantine/notifications'
import { ProblemError } from '../http/problem-error.ts'
import { request } from '../http/request.ts'
import { adoptMemberships, sessionStore } from './session-store.ts'

const ABOUT_RIGHTS: ReadonlySet<string> = new Set(['not_found', 'forbidden'])

let asking: Promise<void> | null = null

/**
 * A refusal of this kind may be news about the person: an admin has changed their role or ended their membership.
 * The server is asked once, and the page shows what is so now.
 */
export function checkMembershipAfter(error: Error): void {
  if (error instanceof ProblemError && ABOUT_RIGHTS.has(error.code)) void checkMembership()
}

export function checkMembership(): Promise<void> {
  if (sessionStore.get()?.status !== 'active') return Promise.resolve()
  // Without an answer everything stays as it was; the next refusal asks again.
  asking ??= request(me, ENDPOINTS.me)
    .then(sayWhatEnded, () => undefined)
    .finally(() => {
      asking = null
    })
  return asking
}

function sayWhatEnded(now: Me): void {
  const left = adoptMemberships(now)
  if (left === null) return
  const title = t`You no longer belong to ${left.title}`
  notifications.show({ title, message: t`An admin has ended your access there.`, autoClose: false })
}
