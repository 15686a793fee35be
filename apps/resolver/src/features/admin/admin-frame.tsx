import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../components/chrome/notice-panel.tsx'
import { Places } from '../../components/frame/places.tsx'
import { OfflineLine } from '../../components/list/offline-line.tsx'
import { roleLabel } from '../../lib/language/role-words.ts'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './admin-frame.module.css'

const PLACES = [
  ['/admin/overview', msg`Overview`],
  ['/admin', msg`Members`],
  ['/admin/organisation', msg`Organisation`],
  ['/admin/log', msg`Log`],
] as const

/** What every page of the admins has around it; nobody else gets further than here. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const { org } = useSession()
  if (org.role !== 'admin') return <OnlyAdmins />
  return (
    <div className={classes.frame}>
      <header className={classes.head}>
        <Title order={1}>{org.title}</Title>
        <Places label={t`Administration`} places={PLACES} />
      </header>
      <OfflineLine>
        <Trans>Offline. You see what was read last; nothing can be changed.</Trans>
      </OfflineLine>
      {children}
    </div>
  )
}

function OnlyAdmins() {
  useDocumentTitle(t`Only for admins · Dartwing Resolver`)
  const { org } = useSession()
  return (
    <NoticePanel
      level={1}
      icon={<IconLock size={24} stroke={1.6} />}
      title={t`Only admins see this page`}
      actions={
        <ButtonLink to="/inbox">
          <Trans>Go to the queue</Trans>
        </ButtonLink>
      }
    >
      <Trans>
        Your role in {org.title} is {roleLabel(org.role)}. An admin can change that.
      </Trans>
    </NoticePanel>
  )
}
