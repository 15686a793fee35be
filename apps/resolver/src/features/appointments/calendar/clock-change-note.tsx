import { Trans, useLingui } from '@lingui/react/macro'
import { IconClockExclamation } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { clockChangeOn } from './day-of.ts'

/** On the two days of the year on which a clock on the wall does not say enough. */
export function ClockChangeNote({ date, zone }: { date: string; zone: string }) {
  const { t } = useLingui()
  const change = clockChangeOn(date, zone)
  if (change === null) return null
  const { hours, from, to } = change
  return (
    <Banner tone="attention" icon={<IconClockExclamation size={18} />} title={t`A day of ${hours} hours`}>
      {hours > 24 ? (
        <Trans>
          The clocks go back: {from} to {to} happens twice.
        </Trans>
      ) : (
        <Trans>
          The clocks go forward: there is no {from} to {to}.
        </Trans>
      )}
    </Banner>
  )
}
