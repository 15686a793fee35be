import { ReactCompareSlider } from 'react-compare-slider'
import { SideLabel } from '../../components/side/side-label.tsx'
import classes from './wipe-view.module.css'

/** One picture drawn away from over the other; the handle is a slider and answers to the arrow keys. */
export function WipeView({ server, client }: { server: string; client: string }) {
  return (
    <div>
      <ReactCompareSlider
        className={classes.stage ?? ''}
        itemOne={<img className={classes.picture} src={server} alt="Server signature" />}
        itemTwo={<img className={classes.picture} src={client} alt="Device signature" />}
      />
      <div className={classes.labels}>
        <SideLabel side="server" />
        <SideLabel side="client" />
      </div>
    </div>
  )
}
