import type { ConflictDetail } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCloudUp } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { formatInstant } from '../../../lib/time/format.ts'

interface WaitingBannerProps {
  readonly detail: ConflictDetail
  readonly onTakeBack: () => void
}

/** Decided without a connection: where the decision is now, and until when it must arrive. */
export function WaitingBanner({ detail, onTakeBack }: WaitingBannerProps) {
  const { t } = useLingui()
  const deadline = detail.due_at === null ? null : formatInstant(detail.due_at, detail.time_zone, 'short')
  return (
    <Banner
      tone="info"
      icon={<IconCloudUp size={18} />}
      title={t`Will be sent when you are online`}
      urgent
      actions={
        <Button size="compact-sm" variant="default" onClick={onTakeBack}>
          <Trans>Take it back</Trans>
        </Button>
      }
    >
      {deadline === null ? (
        <Trans>It is kept on this device. You can close the page.</Trans>
      ) : (
        <Trans>It is kept on this device. The deadline is still {deadline}.</Trans>
      )}
    </Banner>
  )
}
