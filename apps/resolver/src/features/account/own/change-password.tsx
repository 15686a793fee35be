import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput, VisuallyHidden } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { NewPassword } from '../../../components/password/new-password.tsx'
import { strengthOf } from '../../../components/password/password-strength.ts'
import classes from '../account.module.css'
import { accountProblem } from '../account-problem.ts'
import { changePassword } from '../api/change-password.ts'

export function ChangePassword({ email }: { email: string }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({ mutationFn: changePassword })
  const send = (event: FormEvent): void => {
    event.preventDefault()
    const done = (): void => {
      setCurrent('')
      setNext('')
    }
    change.mutate({ current, next }, { onSuccess: done })
  }
  return (
    <form className={classes.form} onSubmit={send}>
      {/* For password managers: whose password this is. */}
      <VisuallyHidden component="span">
        <input
          type="email"
          autoComplete="username"
          aria-label={t`E-mail`}
          tabIndex={-1}
          readOnly
          value={email}
        />
      </VisuallyHidden>
      <PasswordInput
        label={t`Current password`}
        name="current-password"
        autoComplete="current-password"
        size="md"
        required
        withAsterisk={false}
        maxLength={256}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t`Show: Current password` }}
      />
      <NewPassword label={t`New password`} email={email} value={next} onChange={setNext} />
      {change.error === null ? null : (
        <p className={classes.problem} role="alert">
          {accountProblem(change.error, t`The current password is wrong.`)}
        </p>
      )}
      {change.isSuccess ? <Changed /> : null}
      <p className={classes.soft}>
        <Trans>
          Your other sign-ins end. Devices keep what they have not sent until you sign in there again.
        </Trans>
      </p>
      <div>
        <Button type="submit" loading={change.isPending} disabled={strengthOf(next, email).level === 0}>
          <Trans>Change the password</Trans>
        </Button>
      </div>
    </form>
  )
}

function Changed() {
  return (
    <p className={classes.done} role="status">
      <Trans>The password is changed. You stay signed in here; every other sign-in of yours has ended.</Trans>
    </p>
  )
}
