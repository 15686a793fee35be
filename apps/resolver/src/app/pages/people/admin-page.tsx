import { t } from '@lingui/core/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { Outlet } from '@tanstack/react-router'
import { AdminFrame } from '../../../features/admin/admin-frame.tsx'
import { Log } from '../../../features/admin/log/log.tsx'
import { Members } from '../../../features/admin/members/members.tsx'
import { OrganisationPanel } from '../../../features/admin/organisation/organisation-panel.tsx'

export function AdminPage() {
  return (
    <AdminFrame>
      <Outlet />
    </AdminFrame>
  )
}

export function MembersPage() {
  useDocumentTitle(t`Members · Dartwing Resolver`)
  return <Members />
}

export function OrganisationPage() {
  useDocumentTitle(t`Organisation · Dartwing Resolver`)
  return <OrganisationPanel />
}

export function LogPage() {
  useDocumentTitle(t`Log · Dartwing Resolver`)
  return <Log />
}
