import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useLoaderData, useNavigate } from '@tanstack/react-router'
import { Suspense, use, useEffect } from 'react'
import type { Outcome } from '../../features/sign-in/oidc/finish.ts'
import classes from '../../features/sign-in/oidc/oidc.module.css'
import { SignInFailure } from '../../features/sign-in/oidc/sign-in-failure.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** Where the issuer sends people back to: on to the page they wanted, or why not. */
export function SignInCallbackPage() {
  const { outcome } = useLoaderData({ from: '/sign-in/callback' })
  return (
    <Suspense fallback={<SigningIn />}>
      <Finished outcome={outcome} />
    </Suspense>
  )
}

function Finished(props: { outcome: Promise<Outcome> }) {
  const outcome = use(props.outcome)
  const navigate = useNavigate()
  const goal = outcome.kind === 'signed_in' ? outcome.next : null
  useEffect(() => {
    if (goal !== null) void navigate({ href: goal, replace: true })
  }, [goal, navigate])
  if (outcome.kind === 'signed_in') return <SigningIn />
  return <Failed failure={outcome.failure} next={outcome.next} />
}

function SigningIn() {
  useDocumentTitle(t`Signing in · Dartwing Resolver`)
  return (
    <SignInFrame>
      <p className={classes.waiting} role="status">
        <Loader size="sm" /> <Trans>Signing in…</Trans>
      </p>
    </SignInFrame>
  )
}

function Failed(props: Parameters<typeof SignInFailure>[0]) {
  useDocumentTitle(t`Not signed in · Dartwing Resolver`)
  return (
    <SignInFrame>
      <SignInFailure {...props} />
    </SignInFrame>
  )
}
