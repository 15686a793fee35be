import classes from './side-label.module.css'
import { SIDES, type SideName } from './sides.ts'

interface SideLabelProps {
  readonly side: SideName
  readonly suffix?: string
}

/** A side is told by icon, word and colour together: colour is never the only sign. */
export function SideLabel({ side, suffix }: SideLabelProps) {
  const { icon: Icon, label, tone } = SIDES[side]
  return (
    <span className={classes.label} data-tone={tone}>
      <Icon size={15} stroke={1.9} aria-hidden className={classes.icon} />
      {label}
      {suffix === undefined ? null : <span className={classes.suffix}>{suffix}</span>}
    </span>
  )
}
