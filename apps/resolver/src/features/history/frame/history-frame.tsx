import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { PageFrame } from '../../../components/frame/page-frame.tsx'

interface HistoryFrameProps {
  readonly title: string
  readonly note: ReactNode
  readonly tools: ReactNode
  readonly children: ReactNode
}

/** What both pages of history have around them. */
export function HistoryFrame(props: HistoryFrameProps) {
  return (
    <PageFrame
      {...props}
      offline={<Trans>Offline. You see what was read last; nothing can be restored now.</Trans>}
    />
  )
}
