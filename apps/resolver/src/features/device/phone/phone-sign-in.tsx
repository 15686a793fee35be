import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Holder } from './holder.ts'
import classes from './phone.module.css'
import { usePhone } from './use-phone.ts'

/** A phone is a device of its own: its session is not the page's. */
export function PhoneSignIn({ holder }: { holder: Holder }) {
  const phone = usePhone()
  const [password, setPassword] = useState(holder.password ?? '')
  const enter = useMutation({ mutationFn: () => phone.enter(holder.email, password) })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <form onSubmit={submit} className={classes.signIn}>
      <p>
        <Trans>
          A device of its own, with its own database and its own sign-in as <b>{holder.email}</b>.
        </Trans>
      </p>
      {holder.password === null ? (
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
      ) : null}
      {enter.error === null ? null : (
        <p className={classes.problem} role="alert">
          {enter.error.message}
        </p>
      )}
      <Button type="submit" size="md" loading={enter.isPending}>
        <Trans>Switch on</Trans>
      </Button>
    </form>
  )
}
