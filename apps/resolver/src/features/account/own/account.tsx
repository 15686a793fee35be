import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { roleLabel } from '../../../lib/language/role-words.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import classes from '../account.module.css'
import { ChangePassword } from './change-password.tsx'
import { ThisDevice } from './this-device.tsx'

interface AccountProps {
  readonly onSignOut: () => void
  readonly onChoose: (org: string) => void
  /** What other parts let a person choose. */
  readonly children?: ReactNode
}

export function Account({ onSignOut, onChoose, children }: AccountProps) {
  const { user } = useSession()
  return (
    <div className={classes.page}>
      <div className={classes.who}>
        <Title order={1}>{user.full_name}</Title>
        <p className={classes.soft}>{user.email}</p>
      </div>
      <Organisations onChoose={onChoose} />
      <section className={classes.card} aria-labelledby="password">
        <Title order={2} id="password">
          <Trans>Change the password</Trans>
        </Title>
        <ChangePassword email={user.email} />
      </section>
      {children}
      <ThisDevice />
      <section className={classes.card} aria-labelledby="leave">
        <Title order={2} id="leave">
          <Trans>Sign out</Trans>
        </Title>
        <div className={classes.form}>
          <p className={classes.soft}>
            <Trans>Only here. Decisions you have begun and not finished on this device are discarded.</Trans>
          </p>
          <div>
            <Button variant="default" leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
              <Trans>Sign out</Trans>
            </Button>
          </div>
        </div>
      </section>
    </div>
  )
}

function Organisations({ onChoose }: { onChoose: (org: string) => void }) {
  const { org, organisations } = useSession()
  return (
    <section className={classes.card} aria-labelledby="organisations">
      <Title order={2} id="organisations">
        {organisations.length === 1 ? t`Organisation` : t`Organisations`}
      </Title>
      <ul className={classes.list}>
        {organisations.map((membership) => (
          <li key={membership.org} className={classes.organisation}>
            <span>
              <b>{membership.title}</b> <span className={classes.role}>· {roleLabel(membership.role)}</span>
            </span>
            {organisations.length === 1 ? null : membership.org === org.org ? (
              <span className={classes.here}>
                <Trans>Now here</Trans>
              </span>
            ) : (
              <Button variant="default" onClick={() => onChoose(membership.org)}>
                <Trans>Go to {membership.title}</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
