import { t } from '@lingui/core/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { Account } from '../../../features/account/own/account.tsx'
import { NotificationSettings } from '../../../features/notifications/notification-settings.tsx'
import { chooseOrganisation } from '../../../lib/session/session-store.ts'
import { useLeave } from '../../shell/use-leave.ts'

export function AccountPage() {
  useDocumentTitle(t`Your account · Dartwing Resolver`)
  const leave = useLeave()
  const navigate = useNavigate()
  return (
    <Account
      onSignOut={() => leave()}
      onChoose={(org) => {
        chooseOrganisation(org)
        void navigate({ to: '/inbox', search: {} })
      }}
    >
      <NotificationSettings />
    </Account>
  )
}
