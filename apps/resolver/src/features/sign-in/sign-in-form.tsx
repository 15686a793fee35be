import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { UnknownOutcomeError } from '../../lib/http/problem-error.ts'
import { signIn } from '../../lib/session/session-store.ts'
import { DemoAccounts } from './demo-accounts.tsx'
import { OidcButton } from './oidc/oidc-button.tsx'
import classes from './sign-in-form.module.css'

interface SignInFormProps {
  /** Set when someone signs in again: it stays their own page, and the demo's list would only distract. */
  readonly knownEmail?: string
  /** Where a sign-in elsewhere comes back to; it leaves this page. */
  readonly next: string
  readonly onDone: () => void
}

/** The password of every account of the demo; real accounts have their own. */
export const DEMO_PASSWORD = 'demo'

/** Sends the form; `problem` is what to tell the person when it did not work. */
function useSending(email: string, password: string, onDone: () => void) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await signIn(email.trim(), password)
      onDone()
    } catch (error) {
      setProblem(wordsFor(error))
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, send, forget: () => setProblem(null) }
}

export function SignInForm({ knownEmail, next, onDone }: SignInFormProps) {
  const [email, setEmail] = useState(knownEmail ?? '')
  const [password, setPassword] = useState('')
  const { problem, busy, send, forget } = useSending(email, password, onDone)
  return (
    <>
      <form onSubmit={(event) => void send(event)} className={classes.form}>
        <TextInput
          label={t`E-mail`}
          type="email"
          name="email"
          autoComplete="username"
          size="md"
          required
          withAsterisk={false}
          readOnly={knownEmail !== undefined}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t`Password`}
          name="password"
          data-autofocus={knownEmail !== undefined || undefined}
          autoComplete="current-password"
          size="md"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
        {problem === null ? null : (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        )}
        <Button type="submit" size="md" loading={busy} fullWidth>
          <Trans>Sign in</Trans>
        </Button>
      </form>
      <OidcButton beside next={next} {...(knownEmail === undefined ? {} : { email: knownEmail })} />
      {knownEmail === undefined ? (
        <DemoAccounts
          chosen={email}
          onChoose={(account) => {
            setEmail(account)
            setPassword(DEMO_PASSWORD)
            forget()
          }}
        />
      ) : null}
    </>
  )
}

function wordsFor(error: unknown): string {
  if (error instanceof UnknownOutcomeError)
    return t`The server does not answer. Check the connection and try again.`
  return error instanceof Error ? error.message : t`It did not work. Try again.`
}
