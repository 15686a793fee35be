import type { Person } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { kindOptions } from '../../../components/conflict/kinds.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { type DueWithin, type QueueFilter } from '../api/list-conflicts.ts'
import classes from './queue-toolbar.module.css'

interface QueueFiltersProps {
  readonly filter: QueueFilter
  readonly doctypes: readonly string[]
  /** Those to whom something in the list was given. */
  readonly people: readonly Person[]
  readonly onFilter: (change: Partial<QueueFilter>) => void
}

/** Four questions; the answers are in the address. */
export function QueueFilters({ filter, doctypes, people, onFilter }: QueueFiltersProps) {
  const { t } = useLingui()
  const due: Record<DueWithin, string> = {
    '1h': t`Within an hour`,
    '6h': t`Within 6 hours`,
    '24h': t`Within 24 hours`,
  }
  return (
    <div className={classes.filters}>
      <NativeSelect
        label={t`Kind`}
        value={filter.kind ?? ''}
        data={[{ value: '', label: t`All kinds` }, ...kindOptions()]}
        onChange={(event) => onFilter({ kind: kindOf(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t`Type of record`}
        value={filter.doctype ?? ''}
        data={[
          { value: '', label: t`All types` },
          ...doctypes.map((value) => ({ value, label: ruleText(value) })),
        ]}
        onChange={(event) => onFilter({ doctype: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label={t`Deadline`}
        value={filter.due ?? ''}
        data={[
          { value: '', label: t`Any time` },
          ...Object.entries(due).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => onFilter({ due: dueOf(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t`Given to`}
        value={filter.assignee ?? ''}
        data={[
          { value: '', label: t`Anyone` },
          { value: 'me', label: t`Me` },
          { value: 'none', label: t`Nobody yet` },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => onFilter({ assignee: event.currentTarget.value || undefined })}
      />
    </div>
  )
}

function dueOf(value: string): DueWithin | undefined {
  return value === '1h' || value === '6h' || value === '24h' ? value : undefined
}

function kindOf(value: string): QueueFilter['kind'] {
  switch (value) {
    case 'field_conflict':
    case 'slot_collision':
    case 'signature_review':
    case 'delete_edit':
      return value
    default:
      return undefined
  }
}
