import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './sign-in-again.module.css'
import { useLeave } from './use-leave.ts'

/** An admin has ended the membership: nothing more can be read or sent, and the page says so. */
export function MembershipEnded() {
  const { org } = useSession()
  const leave = useLeave()
  return (
    <Dialog
      opened
      onClose={stay}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t`You are signed out`}
      overlayProps={{ backgroundOpacity: 1 }}
    >
      <div className={classes.body}>
        <p className={classes.text}>
          <Trans>
            An admin of {org.title} has ended your access. If that is a mistake, an admin can give it back.
          </Trans>
        </p>
        <Button size="md" onClick={() => leave()}>
          <Trans>Go to the sign-in page</Trans>
        </Button>
      </div>
    </Dialog>
  )
}

function stay(): void {
  // The page behind has nothing to show any more.
}
