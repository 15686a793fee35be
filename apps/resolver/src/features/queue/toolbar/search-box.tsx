import { SEARCH_MAX } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import classes from './queue-toolbar.module.css'

const TYPING_MS = 250

interface SearchBoxProps {
  readonly value: string
  readonly onSearch: (q: string) => void
}

/** Searches when the typing pauses; the address keeps the search, so that Back and a shared link work. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const { t } = useLingui()
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
      aria-label={t`Search the queue`}
      placeholder={t`Search`}
      maxLength={SEARCH_MAX}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label={t`Clear the search`} onClick={() => onSearch('')} />
        )
      }
      data-page-search
    />
  )
}
