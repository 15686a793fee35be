import type { MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconCircleCheck,
  IconCircleOff,
  IconDots,
  IconKey,
  IconMailForward,
  IconShield,
} from '@tabler/icons-react'

export type MemberAct = 'role' | 'link' | 'disable' | 'enable'

interface MemberMenuProps {
  readonly member: MemberView
  readonly isOwn: boolean
  readonly onAct: (act: MemberAct, who: MemberView) => void
}

export function MemberMenu({ member, isOwn, onAct }: MemberMenuProps) {
  const act = (name: MemberAct) => () => onAct(name, member)
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xl"
          aria-label={t`Change ${member.full_name}, ${member.email}`}
        >
          <IconDots size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {member.state === 'disabled' ? null : (
          <Menu.Item leftSection={<IconShield size={16} aria-hidden />} onClick={act('role')}>
            <Trans>Change the role</Trans>
          </Menu.Item>
        )}
        {member.state === 'invited' ? (
          <Menu.Item leftSection={<IconMailForward size={16} aria-hidden />} onClick={act('link')}>
            <Trans>New invitation link</Trans>
          </Menu.Item>
        ) : null}
        {member.state === 'active' && !isOwn ? (
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={act('link')}>
            <Trans>Link for a new password</Trans>
          </Menu.Item>
        ) : null}
        {member.state === 'disabled' ? (
          <Menu.Item leftSection={<IconCircleCheck size={16} aria-hidden />} onClick={act('enable')}>
            <Trans>Enable</Trans>
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconCircleOff size={16} aria-hidden />}
            disabled={isOwn}
            onClick={act('disable')}
          >
            {isOwn ? t`Disable (another admin can)` : t`Disable`}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
