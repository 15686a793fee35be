import type { ConflictDetail } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconClockExclamation } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { deviceSkewMinutes, useServerNow } from '../../../lib/time/server-clock.ts'

const SKEW_SHOWN = 2
const HOUR = 60
const SHORT = 10

/** Said an hour, ten minutes and one minute before the end, and when this device's clock is wrong. */
export function ClockBanner({ detail }: { detail: ConflictDetail }) {
  const now = useServerNow()
  const { due_at, timeout_outcome } = detail
  if (due_at === null || timeout_outcome !== 'server_wins') return <SkewBanner />
  const minutes = (Date.parse(due_at) - now) / 60_000
  return minutes <= HOUR ? <DeadlineBanner minutes={minutes} /> : <SkewBanner />
}

function DeadlineBanner({ minutes }: { minutes: number }) {
  const { t } = useLingui()
  const icon = <IconClockExclamation size={18} />
  if (minutes <= 0) {
    return (
      <Banner tone="alarm" icon={icon} title={t`The time to decide is over`} urgent>
        <Trans>The server is deciding; this page follows.</Trans>
      </Banner>
    )
  }
  const title =
    minutes <= 1
      ? t`The time to decide ends within a minute`
      : minutes <= SHORT
        ? t`The time to decide ends within ten minutes`
        : t`The time to decide ends within the hour`
  return (
    <Banner tone={minutes <= SHORT ? 'alarm' : 'attention'} icon={icon} title={title} urgent={minutes <= 1}>
      <Trans>After that the server's version stands.</Trans>
    </Banner>
  )
}

function SkewBanner() {
  const { t } = useLingui()
  const skew = deviceSkewMinutes()
  if (Math.abs(skew) <= SKEW_SHOWN) return null
  const minutes = Math.abs(skew)
  return (
    <Banner tone="info" icon={<IconClockExclamation size={18} />} title={t`This device's clock is wrong`}>
      {skew > 0 ? (
        <Plural value={minutes} one="It is # minute fast." other="It is # minutes fast." />
      ) : (
        <Plural value={minutes} one="It is # minute slow." other="It is # minutes slow." />
      )}{' '}
      <Trans>Times and the deadline on this page follow the server's clock.</Trans>
    </Banner>
  )
}
