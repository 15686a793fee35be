import { Trans, useLingui } from '@lingui/react/macro'
import { Menu, useMantineColorScheme } from '@mantine/core'
import {
  IconBuildingCommunity,
  IconChartBar,
  IconCheck,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconHistory,
  IconKeyboard,
  IconLogout,
  IconScale,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { roleLabel } from '../../lib/language/role-words.ts'
import { chooseOrganisation } from '../../lib/session/session-store.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { LanguageItems } from './language-items.tsx'
import { openHelp } from './palette-store.ts'
import { useLeave } from './use-leave.ts'
import { UserButton } from './user-button.tsx'
import classes from './user-menu.module.css'

interface UserMenuProps {
  readonly opened: boolean
  readonly onChange: (opened: boolean) => void
}

export function UserMenu({ opened, onChange }: UserMenuProps) {
  const { user, org } = useSession()
  const leave = useLeave()
  const { setColorScheme } = useMantineColorScheme()
  return (
    <Menu
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={270}
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <UserButton />
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b>{user.full_name}</b>
          <span>{user.email}</span>
          <span className={classes.role}>
            {roleLabel(org.role)} · {org.title}
          </span>
        </div>
        <Organisations />
        <Places isAdmin={org.role === 'admin'} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openHelp}>
          <Trans>Keyboard</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceDesktop size={16} aria-hidden />}
          onClick={() => setColorScheme('auto')}
        >
          <Trans>Colours as the system has them</Trans>
        </Menu.Item>
        <LanguageItems />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Places({ isAdmin }: { isAdmin: boolean }) {
  const navigate = useNavigate()
  return (
    <>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconHistory size={16} aria-hidden />}
        onClick={() => void navigate({ to: '/history', search: {} })}
      >
        <Trans>History</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconScale size={16} aria-hidden />}
        onClick={() => void navigate({ to: '/rules', search: {} })}
      >
        <Trans>Rules</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconUserCircle size={16} aria-hidden />}
        onClick={() => void navigate({ to: '/account' })}
      >
        <Trans>Your account</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDeviceMobile size={16} aria-hidden />}
        onClick={() => void navigate({ to: '/device' })}
      >
        <Trans>A phone to play with</Trans>
      </Menu.Item>
      {isAdmin ? (
        <>
          <Menu.Item
            leftSection={<IconChartBar size={16} aria-hidden />}
            onClick={() => void navigate({ to: '/admin/overview' })}
          >
            <Trans>Overview</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconUsers size={16} aria-hidden />}
            onClick={() => void navigate({ to: '/admin' })}
          >
            <Trans>Members and organisation</Trans>
          </Menu.Item>
        </>
      ) : null}
    </>
  )
}

/** Only for those who belong to more than one. */
function Organisations() {
  const { t } = useLingui()
  const { org, organisations } = useSession()
  const navigate = useNavigate()
  if (organisations.length < 2) return null
  return (
    <>
      <Menu.Divider />
      <Menu.Label>
        <Trans>Organisation</Trans>
      </Menu.Label>
      {organisations.map((membership) => (
        <Menu.Item
          key={membership.org}
          leftSection={<IconBuildingCommunity size={16} aria-hidden />}
          rightSection={membership.org === org.org ? <IconCheck size={15} aria-label={t`chosen`} /> : null}
          onClick={() => {
            chooseOrganisation(membership.org)
            void navigate({ to: '/inbox', search: {} })
          }}
        >
          {membership.title}
        </Menu.Item>
      ))}
    </>
  )
}
