import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { dropAllDrafts } from '../../lib/draft/kept-drafts.ts'
import { disconnectLive } from '../../lib/live/live-store.ts'
import { signOut } from '../../lib/session/session-store.ts'

/** Signs out and leaves nothing of this person on the device. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    disconnectLive()
    await dropAllDrafts()
    const ended = signOut()
    await navigate({ to: '/sign-in', replace: true })
    client.clear()
    await ended
  }
}
