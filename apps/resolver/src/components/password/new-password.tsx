import { t } from '@lingui/core/macro'
import { PasswordInput } from '@mantine/core'
import classes from './new-password.module.css'
import { PASSWORD_MIN, strengthOf } from './password-strength.ts'

interface NewPasswordProps {
  readonly label: string
  readonly email: string
  readonly value: string
  readonly complaint?: string | undefined
  readonly autoFocus?: boolean
  readonly onChange: (password: string) => void
}

/** A password to be chosen, with the rules before and a hint while typing. */
export function NewPassword({ label, email, value, complaint, autoFocus, onChange }: NewPasswordProps) {
  const { level, words } = strengthOf(value, email)
  return (
    <div className={classes.field}>
      <PasswordInput
        label={label}
        description={t`At least ${PASSWORD_MIN} characters, not your e-mail address, not a common one.`}
        name="new-password"
        autoComplete="new-password"
        size="md"
        required
        withAsterisk={false}
        minLength={PASSWORD_MIN}
        maxLength={256}
        data-autofocus={autoFocus || undefined}
        value={value}
        error={complaint}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t`Show: ${label}` }}
      />
      <div className={classes.strength} data-level={value === '' ? undefined : level}>
        <span className={classes.bar} aria-hidden />
        <span role="status">{value === '' ? '' : words}</span>
      </div>
    </div>
  )
}
