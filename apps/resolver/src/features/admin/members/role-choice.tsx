import type { MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Radio } from '@mantine/core'
import { roleOptions } from '../../../lib/language/role-words.ts'
import classes from './role-choice.module.css'

interface RoleChoiceProps {
  readonly value: MemberView['role']
  readonly onChange: (role: MemberView['role']) => void
}

/** Four roles and what each may do: few enough to show them all. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  return (
    <Radio.Group
      label={t`Role`}
      value={value}
      onChange={(chosen) => {
        const option = roleOptions().find(({ role }) => role === chosen)
        if (option !== undefined) onChange(option.role)
      }}
    >
      <div className={classes.options}>
        {roleOptions().map(({ role, label, hint }) => (
          <Radio
            key={role}
            value={role}
            label={label}
            description={hint}
            classNames={{ root: classes.option ?? '', body: classes.body ?? '' }}
          />
        ))}
      </div>
    </Radio.Group>
  )
}
