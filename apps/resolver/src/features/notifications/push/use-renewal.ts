import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useSession } from '../../../lib/session/use-session.ts'
import { settingsOptions } from '../notifications-api.ts'
import { forgetOthers, isOn, renew } from './browser-push.ts'

/** Once a page is open, the server learns what has changed about this browser, if it is to be told at all. */
export function useRenewal(): void {
  const { org, user, status } = useSession()
  const client = useQueryClient()
  useEffect(() => {
    const who = { org: org.org, email: user.email }
    if (status !== 'active') return
    const update = async (): Promise<void> => {
      await forgetOthers(who)
      if (isOn(who)) await renew(who, (await client.fetchQuery(settingsOptions(org.org))).push_key)
    }
    // The next page tries again.
    update().catch(() => undefined)
  }, [client, org.org, user.email, status])
}
