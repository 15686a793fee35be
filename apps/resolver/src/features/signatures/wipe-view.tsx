import { useLingui } from '@lingui/react/macro'
import { ReactCompareSlider } from 'react-compare-slider'
import { SideLabel } from '../../components/side/side-label.tsx'
import { SIDES } from '../../components/side/sides.ts'
import type { SignedParty } from './signature-parties.ts'
import classes from './wipe-view.module.css'

/** One picture drawn away from over the other; the handle is a slider and answers to the arrow keys. */
export function WipeView({ parties: [first, second] }: { parties: readonly [SignedParty, SignedParty] }) {
  return (
    <div>
      <ReactCompareSlider
        className={classes.stage ?? ''}
        itemOne={<Picture party={first} />}
        itemTwo={<Picture party={second} />}
      />
      <div className={classes.labels}>
        <SideLabel side={first.side} />
        <SideLabel side={second.side} />
      </div>
    </div>
  )
}

function Picture({ party }: { party: SignedParty }) {
  const { t } = useLingui()
  const { label } = SIDES[party.side]
  return <img className={classes.picture} src={party.picture ?? ''} alt={t`${label} signature`} />
}
