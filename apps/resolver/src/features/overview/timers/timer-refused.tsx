import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'

export function TimerRefused({ error }: { error: Error | null }) {
  const { t } = useLingui()
  if (error === null) return null
  return (
    <Banner
      tone="alarm"
      icon={<IconAlertTriangle size={18} />}
      title={t`The timer is as it was, or its state is not known`}
      urgent
    >
      {error.message}
    </Banner>
  )
}
