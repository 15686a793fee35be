import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Kbd, Progress } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { answerOf, type Obstacle } from '../../../lib/draft/answer.ts'
import { useDraft } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { MOD } from '../../../lib/use-keys.ts'
import classes from './decision-bar.module.css'

interface DecisionBarProps {
  readonly busy: boolean
  /** The item on the screen is not the one the server has. */
  readonly stale: boolean
  readonly onReview: () => void
}

/** Always under the thumb: how far it is, and the way on. */
export function DecisionBar({ busy, stale, onReview }: DecisionBarProps) {
  const { t } = useLingui()
  const { detail, canDecide } = useItem()
  const draft = useDraft((whole) => whole)
  const { decided, total, obstacle } = answerOf(detail, draft)
  const share = total === 0 ? 100 : (decided / total) * 100
  return (
    <div className={classes.bar}>
      <div className={classes.progress}>
        <p className={classes.count} role="status">
          {total === 0 ? (
            <Trans>Nothing left to decide</Trans>
          ) : (
            <Trans>
              {decided} of {total} decided
            </Trans>
          )}
          {stale ? (
            <span className={classes.obstacle}>
              {' · '}
              <Trans>Update the item first</Trans>
            </span>
          ) : obstacle === null || obstacle.is === 'open' ? null : (
            <span className={classes.obstacle}>
              {' · '}
              <ObstacleWords obstacle={obstacle} />
            </span>
          )}
        </p>
        <Progress value={share} size={4} aria-label={t`Decided`} className={classes.meter} />
      </div>
      <Button
        size="md"
        className={classes.review}
        disabled={obstacle !== null || !canDecide || stale}
        loading={busy}
        onClick={onReview}
        rightSection={<IconArrowRight size={17} aria-hidden />}
      >
        <Trans>Review</Trans>
        <Kbd size="xs" className={classes.kbd} aria-hidden>
          {MOD} ↵
        </Kbd>
      </Button>
    </div>
  )
}

function ObstacleWords({ obstacle }: { obstacle: Obstacle }) {
  switch (obstacle.is) {
    case 'locked':
      return <Trans>{obstacle.label} needs someone with more rights</Trans>
    case 'outcome':
      return <Trans>Choose what happens</Trans>
    case 'time':
      return <Trans>Choose a time</Trans>
    case 'reason':
      return <Trans>Give a reason</Trans>
    case 'reason_for_override':
      return <Trans>Say why the rule is wrong here</Trans>
    case 'open':
      return null
  }
}
