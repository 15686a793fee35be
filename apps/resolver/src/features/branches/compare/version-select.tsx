import type { BranchList } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSession } from '../../../lib/session/use-session.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { type DocumentKey, versionsOptions } from '../api/branches.ts'
import { branchName } from '../branch-words.ts'
import { readRef, type VersionRef, writeRef } from './pair.ts'

interface VersionSelectProps {
  readonly label: string
  readonly document: DocumentKey
  readonly list: BranchList
  readonly chosen: VersionRef
  readonly onChoose: (chosen: VersionRef) => void
}

export function VersionSelect({ label, document, list, chosen, onChoose }: VersionSelectProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const { root, items } = list
  const versions = useInfiniteQuery(versionsOptions(org.org, document, root.version))
  const earlier = (versions.data?.pages.flatMap((page) => page.items) ?? [])
    .filter(({ version }) => version !== root.version)
    .map(({ version, effective_at }) => ({
      value: writeRef({ name: root.name, version }),
      label: t`Version ${version}, ${formatInstant(effective_at, org.time_zone, 'short')}`,
    }))
  const groups = [
    {
      group: t`The document itself`,
      items: [{ value: root.name, label: t`Current version (${root.version})` }, ...earlier],
    },
    {
      group: t`Kept beside it`,
      items: items.map((item) => ({ value: item.name, label: branchName(item, org.time_zone) })),
    },
  ].filter((group) => group.items.length > 0)
  const value = writeRef(chosen)
  const isListed = groups.some((group) => group.items.some((item) => item.value === value))
  return (
    <NativeSelect
      label={label}
      // A link may name a version that is further back than the list has been read.
      data={isListed ? groups : [...groups, { group: t`From the link`, items: [{ value, label: value }] }]}
      value={value}
      onChange={(event) => {
        const ref = readRef(event.currentTarget.value)
        if (ref !== null) onChoose(ref)
      }}
    />
  )
}
