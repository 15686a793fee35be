import { t } from '@lingui/core/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SignInForm } from '../../features/sign-in/sign-in-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const goal = next ?? '/inbox'
  useDocumentTitle(t`Sign in · Dartwing Resolver`)
  return (
    <SignInFrame>
      <SignInForm next={goal} onDone={() => void navigate({ href: goal, replace: true })} />
    </SignInFrame>
  )
}
