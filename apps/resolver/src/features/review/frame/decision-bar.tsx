import { Button, Kbd, Progress } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { answerOf } from '../../../lib/draft/answer.ts'
import { useDraft } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { MOD } from '../../../lib/use-keys.ts'
import classes from './decision-bar.module.css'

interface DecisionBarProps {
  readonly busy: boolean
  readonly onReview: () => void
}

/** Always under the thumb: how far it is, and the way on. */
export function DecisionBar({ busy, onReview }: DecisionBarProps) {
  const { detail, canDecide } = useItem()
  const draft = useDraft((whole) => whole)
  const { decided, total, obstacle } = answerOf(detail, draft)
  const share = total === 0 ? 100 : (decided / total) * 100
  return (
    <div className={classes.bar}>
      <div className={classes.progress}>
        <p className={classes.count} role="status">
          {total === 0 ? 'Nothing left to decide' : `${decided} of ${total} decided`}
          {obstacle === null || obstacle.endsWith('still open') ? null : (
            <span className={classes.obstacle}> · {obstacle}</span>
          )}
        </p>
        <Progress value={share} size={4} aria-label="Decided" className={classes.meter} />
      </div>
      <Button
        size="md"
        className={classes.review}
        disabled={obstacle !== null || !canDecide}
        loading={busy}
        onClick={onReview}
        rightSection={<IconArrowRight size={17} aria-hidden />}
      >
        Review
        <Kbd size="xs" className={classes.kbd} aria-hidden>
          {MOD} ↵
        </Kbd>
      </Button>
    </div>
  )
}
