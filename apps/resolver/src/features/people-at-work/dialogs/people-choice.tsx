import { Trans, useLingui } from '@lingui/react/macro'
import { Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { roleLabel } from '../../../lib/language/role-words.ts'
import { useOwnAccountId } from '../../../lib/session/own-account.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { assigneesOptions } from '../api/changes.ts'
import classes from './dialog.module.css'

/** `null` = nobody in particular. */
export interface Chosen {
  readonly id: string | null
  readonly name: string
}

interface PeopleChoiceProps {
  readonly item: AskedItem | undefined
  readonly chosen: Chosen | null
  readonly onChoose: (chosen: Chosen) => void
}

const FEW = 8
const TYPING_MS = 250

export function PeopleChoice({ item, chosen, onChoose }: PeopleChoiceProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const own = useOwnAccountId()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), TYPING_MS)
  const people = useQuery({ ...assigneesOptions(org.org, item?.id ?? '', q), enabled: item !== undefined })
  const items = people.data?.items ?? []
  const isLong = q !== '' || people.data?.has_more === true || items.length > FEW
  const nobody = item?.assignee === null ? [] : [{ id: null, name: t`Nobody in particular`, role: '' }]
  if (people.error !== null) return <p className={classes.problem}>{people.error.message}</p>
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>
        <Trans>Person</Trans>
      </legend>
      {isLong ? (
        <TextInput
          type="search"
          aria-label={t`Find a person`}
          placeholder={t`Find a person`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : null}
      {people.data === undefined ? <Skeleton height={132} /> : null}
      <div className={classes.choices}>
        {[...items, ...nobody].map(({ id, name, role }) => (
          <label key={id ?? ''} className={classes.choice}>
            <input
              type="radio"
              name="person"
              checked={chosen !== null && chosen.id === id}
              onChange={() => onChoose({ id, name })}
            />
            <span>{id !== null && id === own ? <Trans>{name} (you)</Trans> : name}</span>
            <span className={classes.role}>
              {id === item?.assignee?.id ? t`has it now` : roleLabel(role)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
