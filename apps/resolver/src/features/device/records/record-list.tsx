import type { LocalDocument } from '@dartwing/client'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Badge, Loader, NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { focusInView } from '../../../lib/focus-in-view.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { matches, SHOWN_DOCTYPES, subtitleOf, titleOf } from './record-words.ts'
import classes from './records.module.css'

const ROWS_MAX = 40

interface RecordListProps {
  readonly doctype: string
  readonly records: readonly LocalDocument[] | null
  /** Names of records with a change that has not come to rest. */
  readonly waiting: ReadonlySet<string>
  /** The record that was open last: the list goes on where it was left. */
  readonly left: string | null
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly onDoctype: (doctype: string) => void
  readonly onOpen: (name: string) => void
}

export function RecordList(props: RecordListProps) {
  const { doctype, records, waiting, left, search, onSearch, onDoctype, onOpen } = props
  const found = records?.filter((record) => matches(record, search)) ?? []
  return (
    <div className={classes.records}>
      <div className={classes.filters}>
        <NativeSelect
          aria-label={t`DocType on the phone`}
          value={doctype}
          data={SHOWN_DOCTYPES.map((value) => ({ value, label: ruleText(value) }))}
          onChange={(event) => onDoctype(event.currentTarget.value)}
        />
        <TextInput
          type="search"
          aria-label={t`Search the phone`}
          placeholder={t`Search`}
          value={search}
          leftSection={<IconSearch size={15} aria-hidden />}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
      </div>
      {records === null ? <Loader aria-label={t`Reading`} /> : null}
      {records !== null && found.length === 0 ? (
        <p className={classes.none}>
          <Trans>Nothing here.</Trans>
        </p>
      ) : null}
      <ul className={classes.list}>
        {found.slice(0, ROWS_MAX).map((record) => (
          <li key={record.name}>
            <UnstyledButton
              ref={record.name === left ? focusInView : undefined}
              className={classes.row}
              onClick={() => onOpen(record.name)}
            >
              <span className={classes.title}>{titleOf(record)}</span>
              <span className={classes.soft}>{subtitleOf(record)}</span>
              <Marks isWaiting={waiting.has(record.name)} isHeld={record.hold !== null} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {found.length > ROWS_MAX ? (
        <p className={classes.none}>
          <Trans>{found.length - ROWS_MAX} more. Search to find them.</Trans>
        </p>
      ) : null}
    </div>
  )
}

function Marks({ isWaiting, isHeld }: { isWaiting: boolean; isHeld: boolean }) {
  if (!isWaiting && !isHeld) return null
  return (
    <span className={classes.marks}>
      {isWaiting ? (
        <Badge variant="light" color="device" tt="none">
          <Trans>Not sent</Trans>
        </Badge>
      ) : null}
      {isHeld ? (
        <Badge variant="light" color="own" tt="none">
          <Trans>A person decides</Trans>
        </Badge>
      ) : null}
    </span>
  )
}
