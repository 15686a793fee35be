import type { ConflictList, ConflictView } from '@dartwing/protocol'
import { CloseButton, NativeSelect, TextInput, VisuallyHidden } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { KIND_OPTIONS } from '../../components/conflict/kinds.ts'
import type { QueueFilter } from './api/list-conflicts.ts'
import classes from './queue-toolbar.module.css'

const VIEWS: readonly { view: ConflictView; label: string }[] = [
  { view: 'mine', label: 'Mine' },
  { view: 'team', label: 'Team' },
  { view: 'auto', label: 'By rules' },
  { view: 'resolved', label: 'Resolved' },
]

interface QueueToolbarProps {
  readonly filter: QueueFilter
  readonly counts: ConflictList['counts'] | null
  readonly doctypes: readonly string[]
  readonly onFilter: (change: Partial<QueueFilter>) => void
}

export function QueueToolbar({ filter, counts, doctypes, onFilter }: QueueToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <nav aria-label="Views" className={classes.views}>
        {VIEWS.map(({ view, label }) => (
          <Link
            key={view}
            to="/inbox"
            search={(before) => ({ ...before, view })}
            className={classes.view}
            aria-current={filter.view === view ? 'page' : undefined}
          >
            {label}
            <span className={classes.count}>
              {counts === null ? '–' : counts[view]}
              <VisuallyHidden component="span"> items</VisuallyHidden>
            </span>
          </Link>
        ))}
      </nav>
      <div className={classes.filters}>
        <SearchBox value={filter.q ?? ''} onSearch={(q) => onFilter({ q: q === '' ? undefined : q })} />
        <NativeSelect
          aria-label="Kind"
          size="sm"
          value={filter.kind ?? ''}
          data={[{ value: '', label: 'All kinds' }, ...KIND_OPTIONS]}
          onChange={(event) => onFilter({ kind: kindOf(event.currentTarget.value) })}
        />
        <NativeSelect
          aria-label="DocType"
          size="sm"
          value={filter.doctype ?? ''}
          data={[{ value: '', label: 'All DocTypes' }, ...doctypes]}
          onChange={(event) => onFilter({ doctype: event.currentTarget.value || undefined })}
        />
      </div>
    </div>
  )
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

const TYPING_MS = 250

/** Searches when the typing pauses; the address keeps the search, so that Back and a shared link work. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setText(value)
  }
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label="Search the queue"
      placeholder="Search"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onSearch('')} />
        )
      }
      data-page-search
    />
  )
}
