import type { ConflictDetail } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconAppWindow, IconHistory, IconLock, IconRefresh } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { formatInstant } from '../../../lib/time/format.ts'
import type { CommitState } from '../commit/use-commit.ts'
import { WaitingBanner } from '../commit/waiting-banner.tsx'
import type { OpenItem } from '../use-open-item.ts'
import { ClockBanner } from './clock-banner.tsx'
import { CommitBanner } from './commit-banner.tsx'

interface ItemBannersProps {
  readonly open: OpenItem
  readonly live: ConflictDetail
  readonly isLost: boolean
  readonly state: CommitState
  readonly onPin: (fresh: ConflictDetail) => void
  readonly onStartAgain: () => void
  readonly onDismiss: () => void
  readonly onTakeBack: () => void
}

/** Everything that may have happened around the item while it is on the screen. */
export function ItemBanners(props: ItemBannersProps) {
  const { open, live, state, onPin, onDismiss, onTakeBack } = props
  const { pinned, changedElsewhere } = open
  const { t } = useLingui()
  const isIdle = state.step === 'idle'
  // The answer says what has become of the item; what is heard before it may be of this very decision.
  const isAnswered = isIdle || state.step === 'refused'
  const update = (): void => {
    onPin(live)
    onDismiss()
  }
  return (
    <>
      {state.step === 'waiting' ? (
        <WaitingBanner detail={pinned} onTakeBack={onTakeBack} />
      ) : (
        <CommitBanner state={state} />
      )}
      {changedElsewhere && isIdle ? (
        <Banner
          tone="info"
          icon={<IconAppWindow size={18} />}
          title={t`Your picks were changed in another tab`}
        >
          <Trans>Both tabs show the same; the last pick counts.</Trans>
        </Banner>
      ) : null}
      {live.revision === pinned.revision ? <RestoredBanner {...props} isIdle={isIdle} /> : null}
      {live.revision === pinned.revision || !isAnswered ? null : (
        <Banner
          tone="attention"
          icon={<IconRefresh size={18} />}
          title={t`This item has changed since you opened it`}
          urgent
          actions={
            <Button size="compact-md" onClick={update}>
              <Trans>Update and keep my picks</Trans>
            </Button>
          }
        >
          <Trans>Picks whose values moved are opened again; what you typed stays.</Trans>
        </Banner>
      )}
      {isAnswered ? <RightsBanner {...props} /> : null}
      <ClockBanner detail={live} />
    </>
  )
}

function RestoredBanner({ open, onStartAgain, isIdle }: ItemBannersProps & { readonly isIdle: boolean }) {
  const { t } = useLingui()
  const { pinned, restoredAt, changedElsewhere } = open
  if (restoredAt === null || changedElsewhere || !isIdle) return null
  const when = formatInstant(restoredAt, pinned.time_zone, 'short')
  return (
    <Banner
      tone="info"
      icon={<IconHistory size={18} />}
      title={t`Your picks from ${when} are back`}
      actions={
        <Button size="compact-sm" variant="default" onClick={onStartAgain}>
          <Trans>Start again</Trans>
        </Button>
      }
    />
  )
}

/** Rights may be taken while the item is on the screen: it can still be read as it was, and the picks be copied. */
function RightsBanner({ open, live, isLost }: ItemBannersProps) {
  const { t } = useLingui()
  if (live.permissions.resolve && !isLost) return null
  const had = open.pinned.permissions.resolve
  const title = had ? t`You may not decide this any longer` : t`You can read this item, but not decide it`
  return (
    <Banner tone={had ? 'attention' : 'info'} icon={<IconLock size={18} />} title={title} urgent={had}>
      <Trans>A resolver or an admin of your organisation can.</Trans>{' '}
      {had ? <Trans>Your picks stay on this device until you sign out.</Trans> : null}
    </Banner>
  )
}
