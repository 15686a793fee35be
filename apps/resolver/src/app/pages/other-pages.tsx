import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconMapOff, IconMoodConfuzed } from '@tabler/icons-react'
import { ButtonLink } from '../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../components/chrome/notice-panel.tsx'
import { reloadToNewest } from '../../lib/offline/new-version.ts'

export function MissingPage() {
  useDocumentTitle('Not found · Dartwing Resolver')
  return (
    <main>
      <NoticePanel
        level={1}
        icon={<IconMapOff size={24} stroke={1.6} />}
        title="There is no such page"
        actions={<ButtonLink to="/inbox">Go to the queue</ButtonLink>}
      />
    </main>
  )
}

export function BrokenPage({ error }: { error: unknown }) {
  useDocumentTitle('Something went wrong · Dartwing Resolver')
  return (
    <main>
      <NoticePanel
        level={1}
        icon={<IconMoodConfuzed size={24} stroke={1.6} />}
        title="This page could not be shown"
        actions={<Button onClick={() => void reloadToNewest()}>Reload; your picks are saved</Button>}
      >
        {error instanceof Error ? error.message : null}
      </NoticePanel>
    </main>
  )
}
