import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react'
import { ButtonLink } from '../chrome/button-link.tsx'
import classes from './restore-button.module.css'
import { type Restorable, type RestoreState, useRestore } from './use-restore.ts'

interface RestoreButtonProps {
  readonly restorable: Restorable
  /** What the button is about, for those who hear it without seeing it: the button's name ends with it. */
  readonly about: string
}

/** One click, and then a sentence about what became of it. */
export function RestoreButton({ restorable, about }: RestoreButtonProps) {
  const { state, restore } = useRestore(restorable)
  const count = Object.keys(restorable.values).length
  const isOver = state.step === 'restored' || state.step === 'asked' || state.step === 'overruled'
  return (
    <div className={classes.restore}>
      {isOver ? null : (
        <Button
          variant="light"
          size="compact-md"
          loading={state.step === 'sending'}
          onClick={restore}
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
        >
          {state.step === 'unknown' ? (
            <Trans>No answer. Try again</Trans>
          ) : (
            <>
              <Plural value={count} one="Restore this value" other="Restore these # values" />
              <span className={classes.about}>: {about}</span>
            </>
          )}
        </Button>
      )}
      <Said state={state} />
    </div>
  )
}

function Said({ state }: { state: RestoreState }) {
  return (
    <div role="status" className={classes.said} data-step={state.step}>
      {state.step === 'restored' ? (
        <>
          <IconCircleCheck size={17} aria-hidden />
          <Trans>Restored. The record has it again.</Trans>
        </>
      ) : null}
      {state.step === 'overruled' ? (
        <Trans>Somebody changed it at the same time, and the rule kept theirs.</Trans>
      ) : null}
      {state.step === 'asked' ? (
        <>
          <Trans>Somebody changed it at the same time: a person decides now.</Trans>
          <ButtonLink
            to="/c/$id"
            params={{ id: state.conflictId }}
            search={{}}
            variant="subtle"
            size="compact-sm"
          >
            <Trans>Open the question</Trans>
          </ButtonLink>
        </>
      ) : null}
      {state.step === 'refused' ? <Trans>It was not restored: {state.message}</Trans> : null}
      {state.step === 'unknown' ? (
        <Trans>Nobody knows yet whether it arrived. Trying again does it once.</Trans>
      ) : null}
    </div>
  )
}
