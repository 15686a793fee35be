import { useLingui } from '@lingui/react/macro'
import { Avatar, UnstyledButton } from '@mantine/core'
import type { ComponentProps } from 'react'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './user-button.module.css'

/** There from the first paint; the menu that hangs on it comes a moment later. */
export function UserButton(props: ComponentProps<'button'>) {
  const { t } = useLingui()
  const { user } = useSession()
  return (
    <UnstyledButton {...props} className={classes.button} aria-label={t`Account: ${user.full_name}`}>
      <Avatar name={user.full_name} color="pine" variant="filled" size={32} alt="" aria-hidden />
    </UnstyledButton>
  )
}
