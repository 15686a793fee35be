import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { DoctypeRule } from '../../../features/rules/explorer/doctype-rule.tsx'
import { Explorer } from '../../../features/rules/explorer/explorer.tsx'

export function RulesPage() {
  const { t } = useLingui()
  useDocumentTitle(t`Rules · Dartwing Resolver`)
  const { q = '' } = useSearch({ from: '/plain/rules' })
  const navigate = useNavigate()
  const onQuestion = (asked: string): void =>
    void navigate({ to: '/rules', search: asked === '' ? {} : { q: asked }, replace: true })
  return <Explorer question={q} onQuestion={onQuestion} />
}

export function DoctypeRulePage() {
  const { t } = useLingui()
  const { doctype } = useParams({ from: '/plain/rules/$doctype' })
  useDocumentTitle(t`Rule of ${doctype} · Dartwing Resolver`)
  return <DoctypeRule key={doctype} doctype={doctype} />
}
