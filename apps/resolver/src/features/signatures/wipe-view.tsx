import { useLingui } from '@lingui/react/macro'
import { ReactCompareSlider } from 'react-compare-slider'
import { usePicture } from '../../components/files/use-picture.ts'
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
  const { src } = usePicture(party.picture ?? '')
  const { label } = SIDES[party.side]
  if (src === null) return null
  return <img className={classes.picture} src={src} alt={t`${label} signature`} />
}
