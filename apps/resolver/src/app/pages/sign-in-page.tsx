import { Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LogoMark } from '../../components/chrome/logo-mark.tsx'
import { SignInForm } from '../../features/sign-in/sign-in-form.tsx'
import { ThemeToggle } from '../shell/theme-toggle.tsx'
import classes from './sign-in-page.module.css'

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  useDocumentTitle('Sign in · Dartwing Resolver')
  return (
    <div className={classes.page}>
      <div className={classes.toggle}>
        <ThemeToggle />
      </div>
      <main className={classes.card}>
        <header className={classes.head}>
          <LogoMark size={44} />
          <div>
            <Title order={1} className={classes.title}>
              Dartwing Resolver
            </Title>
            <p className={classes.text}>Two versions, one decision, nothing lost.</p>
          </div>
        </header>
        <SignInForm onDone={() => void navigate({ href: next ?? '/inbox', replace: true })} />
      </main>
    </div>
  )
}
