import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Branches } from '../../features/branches/branches.tsx'
import { type Pair, writeRef } from '../../features/branches/compare/pair.ts'

export function BranchesPage() {
  const { t } = useLingui()
  useDocumentTitle(t`Versions · Dartwing Resolver`)
  const document = useParams({ from: '/plain/branches/$doctype/$name' })
  const wish = useSearch({ from: '/plain/branches/$doctype/$name' })
  const navigate = useNavigate()
  const onPair = ({ a, b }: Pair): void =>
    void navigate({
      to: '/branches/$doctype/$name',
      params: document,
      search: { a: writeRef(a), b: writeRef(b) },
      replace: true,
    })
  return (
    <Branches key={`${document.doctype} ${document.name}`} document={document} wish={wish} onPair={onPair} />
  )
}
