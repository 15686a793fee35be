import { t } from '@lingui/core/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { AcceptInvitation } from '../../../features/account/invitation/accept-invitation.tsx'
import { OidcButton } from '../../../features/sign-in/oidc/oidc-button.tsx'
import { disconnectLive } from '../../../lib/live/live-store.ts'
import { wipeDevice } from '../../../lib/offline/wipe.ts'
import { SignInFrame } from '../sign-in-frame.tsx'

/** Where a link of an admin leads: join the organisation, or choose a new password. */
export function InvitationPage() {
  useDocumentTitle(t`Invitation · Dartwing Resolver`)
  const client = useQueryClient()
  const navigate = useNavigate()
  const enter = async (another: boolean): Promise<void> => {
    if (another) {
      // Somebody else was signed in here: nothing of theirs is shown to the one who comes in.
      disconnectLive()
      await wipeDevice()
      client.clear()
    }
    await navigate({ to: '/inbox', search: {}, replace: true })
  }
  return (
    <SignInFrame>
      <AcceptInvitation onDone={(another) => void enter(another)} />
      {/* Whoever signs in there has joined: they need no password, and not even the link. */}
      <OidcButton beside next="/inbox" />
    </SignInFrame>
  )
}
