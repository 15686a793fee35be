import type { ConflictSummary } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { recentConflictsOptions } from '../api/rules-api.ts'

interface LoadConflictProps {
  readonly chosen: string | null
  readonly onChoose: (id: string | null) => void
}

/** The latest conflicts; one from elsewhere comes with its address. */
export function LoadConflict({ chosen, onChoose }: LoadConflictProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const { data } = useQuery(recentConflictsOptions(org.org))
  const settled = data?.settled ?? []
  const open = data?.open ?? []
  const isListed = [...settled, ...open].some(({ id }) => id === chosen)
  const toOption = ({ id, title, doctype }: ConflictSummary) => ({
    value: id,
    label: `${title} (${ruleText(doctype)})`,
  })
  return (
    <NativeSelect
      label={t`Begin with a recorded conflict`}
      value={chosen ?? ''}
      onChange={(event) => onChoose(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      data={[
        { value: '', label: t`None: made up` },
        ...(chosen === null || isListed ? [] : [{ value: chosen, label: t`The one of this address` }]),
        ...(settled.length === 0 ? [] : [{ group: t`Settled by rules`, items: settled.map(toOption) }]),
        ...(open.length === 0 ? [] : [{ group: t`Waiting for a person`, items: open.map(toOption) }]),
      ]}
    />
  )
}
