import { LEASE_RENEW_SECONDS } from '@dartwing/protocol'
import { useCallback, useEffect, useState } from 'react'
import { useIsDeciding } from '../../../lib/desk/deciding.ts'
import { seePresence } from '../../../lib/live/presence.ts'
import { randomId } from '../../../lib/random-id.ts'
import { claim, release } from '../api/claim.ts'
import { startTicks } from './ticks.ts'

/** Each page of one person has a lease of its own: closing one does not end the other. */
const PAGE = randomId()

export interface Claim {
  /** The server has this person as the one who decides. */
  readonly deciding: boolean
  readonly takeOver: () => void
}

/**
 * Says that somebody is here, and again as long as the page is open. Nothing is locked by it, so nothing fails with
 * it: without an answer the others simply do not see it.
 */
export function useClaim(org: string, id: string): Claim {
  const wants = useIsDeciding(id)
  const [deciding, setDeciding] = useState(false)
  const say = useCallback(
    (take_over: boolean) =>
      claim(org, id, { deciding: wants || take_over, take_over, page: PAGE }).then((answer) => {
        seePresence(id, answer.looking)
        setDeciding(answer.deciding)
      }, ignored),
    [org, id, wants],
  )
  useEffect(() => {
    void say(false)
    return startTicks(LEASE_RENEW_SECONDS * 1000, () => void say(false))
  }, [say])
  useEffect(
    () => () => {
      void release(org, id, PAGE).catch(ignored)
    },
    [org, id],
  )
  return { deciding, takeOver: () => void say(true) }
}

function ignored(): void {
  // Nobody is told that somebody looks: a loss of courtesy, not of work.
}
