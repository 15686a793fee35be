import type { ConflictDetail } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconAppWindow,
  IconClockExclamation,
  IconHistory,
  IconLock,
  IconRefresh,
} from '@tabler/icons-react'
import { Banner } from '../../components/chrome/banner.tsx'
import type { ProblemScreen } from '../../lib/problem-screens.ts'
import { formatInstant } from '../../lib/time/format.ts'
import { deviceSkewMinutes, useServerNow } from '../../lib/time/server-clock.ts'
import type { CommitState } from './commit/use-commit.ts'
import { WaitingBanner } from './commit/waiting-banner.tsx'
import type { OpenItem } from './use-open-item.ts'

interface ItemBannersProps {
  readonly open: OpenItem
  readonly live: ConflictDetail
  readonly state: CommitState
  readonly onPin: (fresh: ConflictDetail) => void
  readonly onStartAgain: () => void
  readonly onDismiss: () => void
  readonly onTakeBack: () => void
}

/** Everything that may have happened around the item while it is on the screen. */
export function ItemBanners(props: ItemBannersProps) {
  const { open, live, state, onPin, onStartAgain, onDismiss, onTakeBack } = props
  const { pinned, restoredAt, changedElsewhere } = open
  const { t } = useLingui()
  const moved = live.revision !== pinned.revision
  return (
    <>
      {state.step === 'waiting' ? (
        <WaitingBanner detail={pinned} onTakeBack={onTakeBack} />
      ) : (
        <CommitBanner state={state} />
      )}
      {changedElsewhere && state.step === 'idle' ? (
        <Banner
          tone="info"
          icon={<IconAppWindow size={18} />}
          title={t`Your picks were changed in another tab`}
        >
          {t`Both tabs show the same; the last pick counts.`}
        </Banner>
      ) : null}
      {moved ? (
        <Banner
          tone="attention"
          icon={<IconRefresh size={18} />}
          title="This item has changed since you opened it"
          urgent
          actions={
            <Button
              size="compact-md"
              onClick={() => {
                onPin(live)
                onDismiss()
              }}
            >
              Update and keep my picks
            </Button>
          }
        >
          Picks whose values moved are opened again; what you typed stays.
        </Banner>
      ) : null}
      {restoredAt !== null && !changedElsewhere && !moved && state.step === 'idle' ? (
        <Banner
          tone="info"
          icon={<IconHistory size={18} />}
          title={`Your picks from ${formatInstant(restoredAt, pinned.time_zone, 'short')} are back`}
          actions={
            <Button size="compact-sm" variant="default" onClick={onStartAgain}>
              Start again
            </Button>
          }
        />
      ) : null}
      {pinned.permissions.resolve ? null : (
        <Banner tone="info" icon={<IconLock size={18} />} title="You can read this item, but not decide it">
          A resolver or an admin of your organisation can.
        </Banner>
      )}
      <ClockBanner detail={pinned} />
    </>
  )
}

const REFUSED: Partial<Record<ProblemScreen, { title: string; text: string }>> = {
  fix_fields: {
    title: 'The server did not accept every value',
    text: 'What is wrong is marked at the fields.',
  },
  slot_taken: {
    title: 'That time has just been taken',
    text: 'The free times are up to date again: choose another.',
  },
  no_permission: { title: 'You may not decide this any longer', text: 'Your picks stay on this device.' },
  send_with_new_key: { title: 'It was not sent', text: 'Review and resolve once more.' },
  reload_page: { title: 'This page is out of date', text: 'Reload it. Your picks are saved.' },
  missing: { title: 'This item is gone', text: 'Your picks stay on this device.' },
}

function CommitBanner({ state }: { state: CommitState }) {
  if (state.step === 'checking') {
    return (
      <Banner tone="attention" icon={<IconRefresh size={18} />} title="Not confirmed yet: checking" urgent>
        The server has not answered. The same decision is sent again until it does; it takes effect once.
      </Banner>
    )
  }
  if (state.step === 'signed_out') {
    return (
      <Banner tone="attention" icon={<IconLock size={18} />} title="Sign in again to finish" urgent>
        Your decision is kept and is sent as soon as you have signed in.
      </Banner>
    )
  }
  if (state.step !== 'refused') return null
  const words = REFUSED[state.screen]
  if (words === undefined) return null
  const details = (state.problem.fields ?? []).map((field) => field.message).join(' ')
  return (
    <Banner tone="alarm" icon={<IconAlertTriangle size={18} />} title={words.title} urgent>
      {words.text} {details !== '' ? details : state.problem.detail}
    </Banner>
  )
}

const SKEW_SHOWN = 2

/** Said ten minutes and one minute before the end, and when this device's clock is wrong. */
function ClockBanner({ detail }: { detail: ConflictDetail }) {
  const now = useServerNow()
  const skew = deviceSkewMinutes()
  const minutes =
    detail.due_at === null ? Number.POSITIVE_INFINITY : (Date.parse(detail.due_at) - now) / 60_000
  const icon = <IconClockExclamation size={18} />
  if (detail.timeout_outcome === 'server_wins' && minutes <= 10) {
    const step = minutes <= 0 ? 'is over' : minutes <= 1 ? 'ends within a minute' : 'ends within ten minutes'
    return (
      <Banner tone="alarm" icon={icon} title={`The time to decide ${step}`} urgent={minutes <= 1}>
        {minutes <= 0
          ? 'The server is deciding; this page follows.'
          : "After that the server's version stands."}
      </Banner>
    )
  }
  if (Math.abs(skew) <= SKEW_SHOWN) return null
  return (
    <Banner
      tone="info"
      icon={icon}
      title={`This device's clock is ${Math.abs(skew)} min ${skew > 0 ? 'fast' : 'slow'}`}
    >
      Times and the deadline on this page follow the server's clock.
    </Banner>
  )
}
