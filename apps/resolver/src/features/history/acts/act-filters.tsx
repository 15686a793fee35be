import { ACT_KINDS, type Act, actKind } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { ruleText } from '../../../lib/language/rule-text.ts'
import type { ActFilter } from '../api/acts.ts'
import { KIND_WORDS } from './act-words.ts'
import classes from './acts.module.css'

interface ActFiltersProps {
  readonly filter: ActFilter
  readonly me: string
  /** What is on the screen: its people and DocTypes are offered. */
  readonly shown: readonly Act[]
  readonly onFilter: (filter: ActFilter) => void
}

export function ActFilters({ filter, me, shown, onFilter }: ActFiltersProps) {
  const { t, i18n } = useLingui()
  const people = new Map(shown.map(({ actor, actor_name }) => [actor, actor_name]))
  people.delete(me)
  if (filter.person !== undefined && filter.person !== me && !people.has(filter.person)) {
    people.set(filter.person, filter.person)
  }
  const doctypes = [
    ...new Set([...shown.map(({ doctype }) => doctype), ...(filter.doctype ? [filter.doctype] : [])]),
  ]
  const change = (part: { [key in keyof ActFilter]: ActFilter[key] | undefined }): void => {
    const { person, doctype, kind } = { ...filter, ...part }
    onFilter({ ...(person ? { person } : {}), ...(doctype ? { doctype } : {}), ...(kind ? { kind } : {}) })
  }
  return (
    <div className={classes.filters}>
      <NativeSelect
        label={t`Who`}
        value={filter.person ?? ''}
        onChange={(event) => change({ person: event.currentTarget.value })}
        data={[
          { value: '', label: t`Everybody` },
          { value: me, label: t`Only me` },
          ...[...people].map(([value, label]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        label={t`What`}
        value={filter.kind ?? ''}
        onChange={(event) => {
          const kind = actKind.safeParse(event.currentTarget.value)
          change({ kind: kind.success ? kind.data : undefined })
        }}
        data={[
          { value: '', label: t`Everything` },
          ...ACT_KINDS.map((kind) => ({ value: kind, label: i18n._(KIND_WORDS[kind]) })),
        ]}
      />
      <NativeSelect
        label={t`Kind of record`}
        value={filter.doctype ?? ''}
        onChange={(event) => change({ doctype: event.currentTarget.value })}
        data={[
          { value: '', label: t`All kinds of records` },
          ...doctypes.toSorted().map((value) => ({ value, label: ruleText(value) })),
        ]}
      />
    </div>
  )
}
