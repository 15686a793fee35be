import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SimulatorScreen } from '../../../features/rules/simulator/simulator-screen.tsx'

export function SimulatePage() {
  const { t } = useLingui()
  useDocumentTitle(t`Simulate · Dartwing Resolver`)
  const { doctype, conflict } = useSearch({ from: '/plain/rules/simulate' })
  const navigate = useNavigate()
  const onConflict = (id: string | null): void =>
    void navigate({ to: '/rules/simulate', search: id === null ? {} : { conflict: id } })
  return <SimulatorScreen doctype={doctype} conflict={conflict} onConflict={onConflict} />
}
