import { Trans } from '@lingui/react/macro'
import { useMediaQuery } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { LostData } from '../../../features/survey/lost-data.tsx'
import { Survey } from '../../../features/survey/survey.tsx'
import { NARROW } from './narrow.ts'
import classes from './notices.module.css'

interface AfterResultProps {
  readonly conflictId: string
  readonly doctype: string
  readonly name: string
}

/** Under the result of an item: how it went, how the record came to be so, and what is missing. */
export function AfterResult({ conflictId, doctype, name }: AfterResultProps) {
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  return (
    <div className={classes.after}>
      {isNarrow ? <Survey /> : null}
      <ButtonLink
        to="/history/$doctype/$name"
        params={{ doctype, name }}
        variant="subtle"
        size="compact-md"
        className={classes.link}
        leftSection={<IconHistory size={16} aria-hidden />}
      >
        <Trans>History of this record</Trans>
      </ButtonLink>
      <LostData key={conflictId} conflictId={conflictId} />
    </div>
  )
}
