import type { Looker } from '@dartwing/protocol'
import { Plural, Trans } from '@lingui/react/macro'
import { useOthersLooking } from '../../lib/live/presence.ts'
import classes from './others-looking.module.css'

interface OthersLookingProps {
  readonly id: string
}

/** "Dana Ruiz is deciding": nobody is kept from anything by it, everybody knows. */
export function OthersLooking({ id }: OthersLookingProps) {
  const others = useOthersLooking(id)
  const [first] = firstDeciding(others)
  if (first === undefined) return null
  return (
    <span className={classes.others} data-deciding={first.deciding || undefined}>
      <OthersWords first={first} more={others.length - 1} />
    </span>
  )
}

function OthersWords({ first: { name, deciding }, more }: { first: Looker; more: number }) {
  if (more > 0) {
    return (
      <Trans>
        {name} and <Plural value={more} one="# more" other="# more" /> are here
      </Trans>
    )
  }
  return deciding ? <Trans>{name} is deciding</Trans> : <Trans>{name} is looking</Trans>
}

function firstDeciding(others: readonly Looker[]): readonly Looker[] {
  return [...others].sort((a, b) => Number(b.deciding) - Number(a.deciding))
}
