import { t } from '@lingui/core/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { stageWords } from '../../../features/admin/organisation/stage-words.ts'
import { Overview } from '../../../features/overview/overview.tsx'

export function OverviewPage() {
  useDocumentTitle(t`Overview · Dartwing Resolver`)
  return <Overview stageLabel={(stage) => stageWords()[stage].label} />
}
