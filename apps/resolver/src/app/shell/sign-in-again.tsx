import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { SignInForm } from '../../features/sign-in/sign-in-form.tsx'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './sign-in-again.module.css'
import { useLeave } from './use-leave.ts'

/** In place, over the work that was going on: picks and a decision on its way stay where they are. */
export function SignInAgain() {
  const { user } = useSession()
  const client = useQueryClient()
  const leave = useLeave()
  const here = useLocation({ select: (location) => location.href })
  return (
    <Dialog
      opened
      onClose={stay}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t`Sign in again`}
    >
      <div className={classes.body}>
        <p className={classes.text}>
          <Trans>Your session has ended. Everything you had chosen is still here.</Trans>
        </p>
        <SignInForm knownEmail={user.email} next={here} onDone={() => void client.invalidateQueries()} />
        <div>
          <Button variant="subtle" fullWidth onClick={leave}>
            <Trans>Sign in as somebody else</Trans>
          </Button>
          <p className={classes.note}>
            <Trans>What you have chosen is deleted from this device then.</Trans>
          </p>
        </div>
      </div>
    </Dialog>
  )
}

function stay(): void {
  // There is no way around signing in; the work below is kept.
}
