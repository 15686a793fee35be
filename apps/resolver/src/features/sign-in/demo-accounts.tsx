import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { settingsOptions } from './api/get-settings.ts'
import classes from './demo-accounts.module.css'

interface DemoAccountsProps {
  readonly chosen: string
  readonly onChoose: (email: string) => void
}

/** Only the demo names its accounts; a real installation shows nothing here. */
export function DemoAccounts({ chosen, onChoose }: DemoAccountsProps) {
  const { data } = useQuery(settingsOptions)
  if (data === undefined || !data.demo || data.demo_accounts.length === 0) return null
  return (
    <section className={classes.demo} aria-labelledby="demo-accounts">
      <h2 id="demo-accounts" className={classes.heading}>
        <Trans>Accounts of the demo</Trans>
      </h2>
      <ul className={classes.list}>
        {data.demo_accounts.map((account) => (
          <li key={account.email}>
            <UnstyledButton
              className={classes.account}
              aria-pressed={chosen === account.email}
              onClick={() => onChoose(account.email)}
            >
              <span className={classes.name}>{account.full_name}</span>
              <span className={classes.role}>{account.role}</span>
              <span className={classes.email}>{account.email}</span>
              <span className={classes.org}>{account.org}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
