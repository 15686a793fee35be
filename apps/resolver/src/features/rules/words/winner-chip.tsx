import { useLingui } from '@lingui/react/macro'
import { IconArrowsJoin, IconClockUp, IconMinus, IconUserQuestion } from '@tabler/icons-react'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { type AnyWinner, WINNER_WORDS } from './rules-words.ts'
import classes from './winner-chip.module.css'

const ICONS = {
  later: IconClockUp,
  both: IconArrowsJoin,
  person: IconUserQuestion,
  pending: IconUserQuestion,
  none: IconMinus,
} as const

/** Who wins, by icon and word. */
export function WinnerChip({ winner }: { winner: AnyWinner }) {
  const { i18n } = useLingui()
  if (winner === 'server' || winner === 'client') return <SideLabel side={winner} />
  const Icon = ICONS[winner]
  return (
    <span className={classes.chip} data-winner={winner}>
      <Icon size={15} stroke={1.9} aria-hidden className={classes.icon} />
      {i18n._(WINNER_WORDS[winner])}
    </span>
  )
}
