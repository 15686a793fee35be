import { Trans } from '@lingui/react/macro'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import type { Failure } from './finish.ts'
import classes from './oidc.module.css'
import { OidcButton } from './oidc-button.tsx'

interface SignInFailureProps {
  readonly failure: Failure
  readonly next: string
}

/** Why a sign-in elsewhere did not work, and two ways on. */
export function SignInFailure({ failure, next }: SignInFailureProps) {
  return (
    <section className={classes.failure} aria-labelledby="sign-in-failure">
      <div role="alert">
        <h2 id="sign-in-failure" className={classes.title}>
          {failure.title}
        </h2>
        <p className={classes.text}>{failure.text}</p>
      </div>
      <OidcButton next={next} another={failure.another === true} />
      <ButtonLink to="/sign-in" search={{ next }} variant="default" size="md" fullWidth>
        <Trans>Back to signing in</Trans>
      </ButtonLink>
    </section>
  )
}
