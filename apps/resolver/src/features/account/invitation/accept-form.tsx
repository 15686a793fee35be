import { ENDPOINTS, type Invitation } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { NewPassword } from '../../../components/password/new-password.tsx'
import { roleLabel } from '../../../lib/language/role-words.ts'
import { dropToken } from '../../../lib/session/invitation-token.ts'
import { openSession, sessionStore } from '../../../lib/session/session-store.ts'
import { useSessionOrNull } from '../../../lib/session/use-session.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { viewerZone } from '../../../lib/time/zone.ts'
import classes from '../account.module.css'
import { accountProblem } from '../account-problem.ts'

interface AcceptFormProps {
  readonly token: string
  readonly invitation: Invitation
  readonly onDone: (another: boolean) => void
}

export function AcceptForm({ token, invitation, onDone }: AcceptFormProps) {
  const [password, setPassword] = useState('')
  const accept = useMutation({ mutationFn: () => enter(invitation, token, password), onSuccess: onDone })
  const send = (event: FormEvent): void => {
    event.preventDefault()
    accept.mutate()
  }
  const joins = invitation.purpose === 'join'
  const until = formatInstant(invitation.expires_at, viewerZone())
  return (
    <form className={classes.form} onSubmit={send}>
      <Headline invitation={invitation} />
      <input
        type="email"
        name="email"
        autoComplete="username"
        aria-label={t`E-mail`}
        hidden
        readOnly
        value={invitation.email}
      />
      <NewPassword
        label={joins ? t`Password` : t`New password`}
        email={invitation.email}
        value={password}
        onChange={setPassword}
      />
      {joins ? (
        <p className={classes.soft}>
          <Trans>
            Choose one. If {invitation.email} has an account on this server already, give its password.
          </Trans>
        </p>
      ) : (
        <p className={classes.soft}>
          <Trans>You are signed out everywhere else; devices keep what they have not sent.</Trans>
        </p>
      )}
      {accept.error === null ? null : (
        <p className={classes.problem} role="alert">
          {accountProblem(
            accept.error,
            t`You have an account here already, and this is not its password. Give the one you sign in with. Do you sign in with your company instead? Then do that on the sign-in page: it takes you in here too.`,
          )}
        </p>
      )}
      <Button type="submit" size="md" fullWidth loading={accept.isPending} disabled={password === ''}>
        {joins ? t`Join ${invitation.organisation}` : t`Set the password and sign in`}
      </Button>
      <p className={classes.soft}>
        <Trans>
          The link works until <time dateTime={invitation.expires_at}>{until}</time>.
        </Trans>
      </p>
    </form>
  )
}

function Headline({ invitation }: { invitation: Invitation }) {
  const signedIn = useSessionOrNull()
  const { full_name, email, organisation, purpose } = invitation
  const role = roleLabel(invitation.role)
  return (
    <div className={classes.who}>
      <Title order={2}>{purpose === 'join' ? t`Join ${organisation}` : t`Choose a new password`}</Title>
      <p className={classes.soft}>
        {purpose === 'join'
          ? t`Welcome, ${full_name}. You are invited as ${role}, with the address ${email}.`
          : t`For ${full_name}, who signs in as ${email}.`}
      </p>
      {signedIn !== null && signedIn.user.email !== email ? (
        <p className={classes.soft}>
          <Trans>{signedIn.user.full_name} is signed in here now, and will be signed out.</Trans>
        </p>
      ) : null}
    </div>
  )
}

/** Whoever was here before is signed out, but only once the link has worked; true when that was somebody else. */
async function enter(invitation: Invitation, token: string, password: string): Promise<boolean> {
  const before = sessionStore.get()
  const another = before !== null && before.user.email !== invitation.email
  await openSession(ENDPOINTS.acceptInvitation, { token, password }, invitation.org)
  dropToken()
  return another
}
