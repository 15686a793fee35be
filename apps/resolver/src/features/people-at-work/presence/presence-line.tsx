import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconUserExclamation, IconUsers } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { OthersLooking } from '../../../components/people/others-looking.tsx'
import { useIsDeciding } from '../../../lib/desk/deciding.ts'
import { useOthersLooking } from '../../../lib/live/presence.ts'
import classes from './presence-line.module.css'
import { useClaim } from './use-claim.ts'

/** Over an open item: who else is at it. Nobody is kept from deciding; taking over tells the other. */
export function PresenceLine({ org, id }: { org: string; id: string }) {
  const others = useOthersLooking(id)
  const { deciding, takeOver } = useClaim(org, id)
  const decider = others.find((other) => other.deciding)
  const takenBy = useTakenBy(id, deciding, decider?.name ?? null)
  if (others.length === 0) return null
  if (takenBy !== null) {
    return (
      <div className={classes.line} data-taken role="alert">
        <IconUserExclamation size={17} aria-hidden />
        <p className={classes.words}>
          <Trans>{takenBy} has taken this over. What you have chosen is kept.</Trans>
        </p>
        <TakeOver onClick={takeOver} />
      </div>
    )
  }
  return (
    <div className={classes.line} role="status">
      <IconUsers size={17} aria-hidden />
      <p className={classes.words}>
        <OthersLooking id={id} />
      </p>
      {decider === undefined ? null : <TakeOver onClick={takeOver} />}
    </div>
  )
}

function TakeOver({ onClick }: { onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" onClick={onClick}>
      <Trans>Take over</Trans>
    </Button>
  )
}

/** Who decides now in place of this person, who had begun to. */
function useTakenBy(id: string, deciding: boolean, decider: string | null): string | null {
  const wants = useIsDeciding(id)
  const hadIt = useRef(false)
  const [takenBy, setTakenBy] = useState<string | null>(null)
  useEffect(() => {
    if (decider === null && deciding) hadIt.current = true
    if (decider !== null && hadIt.current && wants) {
      hadIt.current = false
      setTakenBy(decider)
    }
    if (decider === null) setTakenBy(null)
  }, [deciding, decider, wants])
  return takenBy
}
