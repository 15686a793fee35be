import { FEEDBACK_COMMENT_MAX } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Radio, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useSession } from '../../lib/session/use-session.ts'
import { feedbackOptions, sendFeedback } from './feedback-api.ts'
import { forgetDecision, useJustDecided } from './just-decided.ts'
import classes from './survey.module.css'

/** One question after a decision, at most once a week; skipping it is an answer too. */
export function Survey() {
  const { org } = useSession()
  const id = useJustDecided()
  const { data } = useQuery({ ...feedbackOptions(org.org, id ?? ''), enabled: id !== null })
  if (id === null || data?.ask !== true) return null
  return <Question key={id} conflictId={id} />
}

function Question({ conflictId }: { conflictId: string }) {
  const { t } = useLingui()
  const { org } = useSession()
  const heading = useId()
  const [score, setScore] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [isLost, setLost] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: (answer: { readonly score: number | null }) =>
      sendFeedback(org.org, {
        conflict_id: conflictId,
        ...(answer.score === null ? { score: null } : { score: answer.score, lost_data: isLost, comment }),
      }),
    onSuccess: (_receipt, answer) => {
      forgetDecision()
      if (answer.score !== null) notifications.show({ message: t`Thank you. It is kept with the item.` })
    },
  })
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <h2 id={heading} className={classes.question}>
        <Trans>How did that decision go?</Trans>
      </h2>
      <Scale labelledBy={heading} score={score} onScore={setScore} />
      {score === null ? null : (
        <Words comment={comment} isLost={isLost} onComment={setComment} onLost={setLost} />
      )}
      {error === null ? null : (
        <p role="alert" className={classes.problem}>
          <Trans>It was not sent: {error.message}</Trans>
        </p>
      )}
      <div className={classes.actions}>
        <Button
          variant="subtle"
          size="compact-md"
          color="gray"
          onClick={() => (error === null ? mutate({ score: null }) : forgetDecision())}
          disabled={isPending}
        >
          <Trans>Skip</Trans>
        </Button>
        {score === null ? null : (
          <Button size="compact-md" loading={isPending} onClick={() => mutate({ score })}>
            <Trans>Send</Trans>
          </Button>
        )}
      </div>
    </section>
  )
}

interface ScaleProps {
  readonly labelledBy: string
  readonly score: number | null
  readonly onScore: (score: number) => void
}

function Scale({ labelledBy, score, onScore }: ScaleProps) {
  const { t } = useLingui()
  const words = [t`Very badly`, t`Badly`, t`All right`, t`Well`, t`Very well`]
  return (
    <Radio.Group
      aria-labelledby={labelledBy}
      value={score === null ? '' : `${score}`}
      onChange={(value) => onScore(Number(value))}
    >
      <div className={classes.scale}>
        {words.map((word, index) => (
          <Radio key={word} value={`${index + 1}`} label={word} className={classes.score} />
        ))}
      </div>
    </Radio.Group>
  )
}

interface WordsProps {
  readonly comment: string
  readonly isLost: boolean
  readonly onComment: (comment: string) => void
  readonly onLost: (isLost: boolean) => void
}

function Words({ comment, isLost, onComment, onLost }: WordsProps) {
  const { t } = useLingui()
  return (
    <>
      <Textarea
        label={t`What made it so? (if you like)`}
        maxLength={FEEDBACK_COMMENT_MAX}
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => onComment(event.currentTarget.value)}
      />
      <Checkbox
        label={t`This lost my data`}
        checked={isLost}
        onChange={(event) => onLost(event.currentTarget.checked)}
      />
    </>
  )
}
