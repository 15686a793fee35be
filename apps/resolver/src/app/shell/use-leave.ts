import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { forgetBrowser } from '../../features/notifications/push/browser-push.ts'
import { disconnectLive } from '../../lib/live/live-store.ts'
import { wipeDevice } from '../../lib/offline/wipe.ts'
import { leaveGuarded } from '../../lib/outbox/leaving.ts'
import { signOut } from '../../lib/session/session-store.ts'

/** Signs out and leaves nothing of this person on the device. */
export function useLeave(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = async (): Promise<void> => {
    disconnectLive()
    await forgetBrowser()
    await wipeDevice()
    const ended = signOut()
    await navigate({ to: '/sign-in', replace: true })
    client.clear()
    await ended
  }
  return () => leaveGuarded(() => void leave())
}
