import { lazy, Suspense } from 'react'
import { useSession } from '../../lib/session/use-session.ts'
import { useOverlay } from './palette-store.ts'

const Palette = lazy(() => import('./commands/palette.tsx').then((module) => ({ default: module.Palette })))
const KeyboardHelp = lazy(() =>
  import('./commands/keyboard-help.tsx').then((module) => ({ default: module.KeyboardHelp })),
)
const SignInAgain = lazy(() =>
  import('./sign-in-again.tsx').then((module) => ({ default: module.SignInAgain })),
)
const MembershipEnded = lazy(() =>
  import('./membership-ended.tsx').then((module) => ({ default: module.MembershipEnded })),
)

/** What lies over the page when it is needed, and costs nothing until then. */
export function ShellOverlays() {
  const overlay = useOverlay()
  const { status } = useSession()
  return (
    <Suspense fallback={null}>
      {overlay === 'palette' ? <Palette /> : null}
      {overlay === 'help' ? <KeyboardHelp /> : null}
      {status === 'expired' ? <SignInAgain /> : null}
      {status === 'removed' ? <MembershipEnded /> : null}
    </Suspense>
  )
}
