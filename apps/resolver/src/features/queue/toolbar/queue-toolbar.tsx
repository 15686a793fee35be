import type { ConflictList, ConflictView, Person } from '@dartwing/protocol'
import { Plural, useLingui } from '@lingui/react/macro'
import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconFilter, IconList, IconListCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { QueueFilter } from '../api/list-conflicts.ts'
import { chooseListStyle, useListStyle } from '../list-style.ts'
import { filtersSet } from './filters-set.ts'
import classes from './queue-toolbar.module.css'
import { SearchBox } from './search-box.tsx'

interface QueueToolbarProps {
  readonly filter: QueueFilter
  readonly counts: ConflictList['counts'] | null
  readonly doctypes: readonly string[]
  readonly people: readonly Person[]
  readonly onFilter: (change: Partial<QueueFilter>) => void
}

const QueueFilters = lazy(() =>
  import('./queue-filters.tsx').then((module) => ({ default: module.QueueFilters })),
)

const FILTERS = 'queue-filters'

export function QueueToolbar({ filter, counts, doctypes, people, onFilter }: QueueToolbarProps) {
  const { t } = useLingui()
  const set = filtersSet(filter)
  const label = set === 0 ? t`Filters` : t`Filters (${set} set)`
  const [open, setOpen] = useState(set > 0)
  return (
    <div className={classes.toolbar}>
      <Views view={filter.view} counts={counts} />
      <div className={classes.finding}>
        <SearchBox value={filter.q ?? ''} onSearch={(q) => onFilter({ q: q === '' ? undefined : q })} />
        <ActionIcon
          variant={set > 0 ? 'light' : 'default'}
          size="input-sm"
          aria-label={label}
          title={label}
          aria-expanded={open}
          aria-controls={FILTERS}
          onClick={() => setOpen(!open)}
        >
          <IconFilter size={17} />
        </ActionIcon>
        <ListStyleSwitch />
      </div>
      <div id={FILTERS} hidden={!open}>
        {open ? (
          <Suspense fallback={null}>
            <QueueFilters filter={filter} doctypes={doctypes} people={people} onFilter={onFilter} />
          </Suspense>
        ) : null}
      </div>
    </div>
  )
}

function ListStyleSwitch() {
  const { t } = useLingui()
  const style = useListStyle()
  const isSimple = style === 'simple'
  return (
    <ActionIcon
      variant={isSimple ? 'light' : 'default'}
      size="input-sm"
      aria-label={t`Simple list`}
      title={t`Simple list: plain links, 25 to a page`}
      aria-pressed={isSimple}
      onClick={() => chooseListStyle(isSimple ? 'box' : 'simple')}
    >
      {isSimple ? <IconListCheck size={17} /> : <IconList size={17} />}
    </ActionIcon>
  )
}

function Views({ view, counts }: { view: ConflictView | undefined; counts: ConflictList['counts'] | null }) {
  const { t } = useLingui()
  const views: readonly [ConflictView, string][] = [
    ['mine', t`Mine`],
    ['team', t`Team`],
    ['auto', t`By rules`],
    ['resolved', t`Resolved`],
  ]
  return (
    <nav aria-label={t`Views`} className={classes.views}>
      {views.map(([name, label]) => (
        <Link
          key={name}
          to="/inbox"
          search={(before) => ({ ...before, view: name })}
          className={classes.view}
          aria-current={view === name ? 'page' : undefined}
        >
          {label}
          <span className={classes.count}>{counts === null ? '–' : <Count of={counts[name]} />}</span>
        </Link>
      ))}
    </nav>
  )
}

function Count({ of }: { of: number }) {
  return (
    <>
      {of}
      <VisuallyHidden component="span">
        {' '}
        <Plural value={of} one="item" other="items" />
      </VisuallyHidden>
    </>
  )
}
