import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Acts } from '../../../features/history/acts/acts.tsx'
import type { ActFilter } from '../../../features/history/api/acts.ts'

export function HistoryPage() {
  const { t } = useLingui()
  useDocumentTitle(t`History · Dartwing Resolver`)
  const { what, ...rest } = useSearch({ from: '/plain/history' })
  const filter: ActFilter = { ...rest, ...(what === undefined ? {} : { kind: what }) }
  const navigate = useNavigate()
  const onFilter = ({ kind, ...others }: ActFilter): void => {
    const search = { ...others, ...(kind === undefined ? {} : { what: kind }) }
    void navigate({ to: '/history', search, replace: true })
  }
  return <Acts filter={filter} onFilter={onFilter} />
}
