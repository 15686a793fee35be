import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconMapOff, IconMoodConfuzed } from '@tabler/icons-react'
import { ButtonLink } from '../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../components/chrome/notice-panel.tsx'
import { reloadToNewest } from '../../lib/offline/new-version.ts'

export function MissingPage() {
  useDocumentTitle(t`Not found · Dartwing Resolver`)
  return (
    <main>
      <NoticePanel
        level={1}
        icon={<IconMapOff size={24} stroke={1.6} />}
        title={t`There is no such page`}
        actions={
          <ButtonLink to="/inbox">
            <Trans>Go to the queue</Trans>
          </ButtonLink>
        }
      />
    </main>
  )
}

export function BrokenPage({ error }: { error: unknown }) {
  useDocumentTitle(t`Something went wrong · Dartwing Resolver`)
  return (
    <main>
      <NoticePanel
        level={1}
        icon={<IconMoodConfuzed size={24} stroke={1.6} />}
        title={t`This page could not be shown`}
        actions={
          <Button onClick={() => void reloadToNewest()}>
            <Trans>Reload; your picks are saved</Trans>
          </Button>
        }
      >
        {error instanceof Error ? error.message : null}
      </NoticePanel>
    </main>
  )
}
