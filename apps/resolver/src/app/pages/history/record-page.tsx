import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { RecordHistory } from '../../../features/history/record/record-history.tsx'

export function RecordPage() {
  const { t } = useLingui()
  const { doctype, name } = useParams({ from: '/plain/history/$doctype/$name' })
  useDocumentTitle(t`History of ${name} · Dartwing Resolver`)
  return <RecordHistory key={`${doctype} ${name}`} record={{ doctype, name }} />
}
