import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import classes from './guide.module.css'
import { type Progress, REFUSED } from './guide-steps.ts'

interface GuideProps {
  readonly progress: Progress
  readonly onAgain: () => void
}

/** Three steps, ticked as they happen. */
export function Guide({ progress, onAgain }: GuideProps) {
  const { edited, changedElsewhere, met } = progress
  const steps = [
    [t`Take a phone offline and move an appointment: change its time, save.`, edited !== null],
    [moveElsewhere(edited?.phone), changedElsewhere],
    [comeBack(edited?.phone), met !== null],
  ] as const
  return (
    <section className={classes.guide} aria-labelledby="guide">
      <h2 id="guide">
        <Trans>Make a conflict in a minute</Trans>
      </h2>
      <ol className={classes.steps}>
        {steps.map(([words, isDone], index) => (
          <li key={words} data-done={isDone || undefined}>
            <span className={classes.mark} aria-hidden>
              {isDone ? <IconCheck size={14} stroke={2.6} /> : index + 1}
            </span>
            <span>
              {words} <VisuallyHidden component="span">{isDone ? t`Done.` : ''}</VisuallyHidden>
            </span>
          </li>
        ))}
      </ol>
      {met === null ? null : (
        <div className={classes.end} role="status">
          <span>{outcomeWords(met)}</span>
          {met === '' || met === REFUSED ? null : (
            <ButtonLink to="/c/$id" params={{ id: met }} search={{}} size="compact-md">
              <Trans>Open the conflict</Trans>
            </ButtonLink>
          )}
          <Button variant="default" size="compact-md" onClick={onAgain}>
            <Trans>Again</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}

function outcomeWords(met: string): string {
  if (met === REFUSED) return t`The change was refused: see “Queue” for the reason. Nothing of it is lost.`
  if (met === '') return t`Both changes met, and a rule settled it: see “Came back”.`
  return t`Both changes met, and no rule may choose: a person decides.`
}

function moveElsewhere(edited: string | undefined): string {
  if (edited === 'left') return t`On the right phone, move the same appointment to another time.`
  if (edited === 'right') return t`On the left phone, move the same appointment to another time.`
  return t`On the other phone, move the same appointment to another time.`
}

function comeBack(edited: string | undefined): string {
  if (edited === 'left') return t`Give the left phone its signal back.`
  if (edited === 'right') return t`Give the right phone its signal back.`
  return t`Give the first phone its signal back.`
}
