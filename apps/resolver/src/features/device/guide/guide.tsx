import { Trans } from '@lingui/react/macro'
import { Button, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import classes from './guide.module.css'
import type { Progress } from './guide-steps.ts'

interface GuideProps {
  readonly progress: Progress
  readonly onAgain: () => void
}

/** Three steps, ticked as they happen. */
export function Guide({ progress, onAgain }: GuideProps) {
  const { edited, changedElsewhere, met } = progress
  const other = edited === null ? 'other' : edited.phone === 'left' ? 'right' : 'left'
  const steps = [
    ['Take a phone offline and move an appointment: change its time, save.', edited !== null],
    [`On the ${other} phone, move the same appointment to another time.`, changedElsewhere],
    [`Give the ${edited?.phone ?? 'first'} phone its signal back.`, met !== null],
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
              {words}
              <VisuallyHidden component="span">{isDone ? ' Done.' : ''}</VisuallyHidden>
            </span>
          </li>
        ))}
      </ol>
      {met === null ? null : (
        <div className={classes.end} role="status">
          <span>
            {met === ''
              ? 'Both changes met, and a rule settled it: see “Came back”.'
              : 'Both changes met, and no rule may choose: a person decides.'}
          </span>
          {met === '' ? null : (
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
