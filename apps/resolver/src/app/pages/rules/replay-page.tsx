import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ReplayScreen } from '../../../features/rules/replay/replay-screen.tsx'

export function ReplayPage() {
  const { t } = useLingui()
  useDocumentTitle(t`Replay · Dartwing Resolver`)
  const { doctype } = useSearch({ from: '/plain/rules/replay' })
  const navigate = useNavigate()
  const onDoctype = (chosen: string): void =>
    void navigate({ to: '/rules/replay', search: { doctype: chosen }, replace: true })
  return <ReplayScreen doctype={doctype} onDoctype={onDoctype} />
}
