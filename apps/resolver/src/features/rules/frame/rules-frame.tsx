import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { PageFrame } from '../../../components/frame/page-frame.tsx'
import { Places } from '../../../components/frame/places.tsx'

const PLACES = [
  ['/rules', msg`Who wins`],
  ['/rules/simulate', msg`Simulate`],
  ['/rules/replay', msg`Replay`],
] as const

interface RulesFrameProps {
  readonly title: string
  readonly note: ReactNode
  readonly children: ReactNode
}

/** What the pages about rules have around them. */
export function RulesFrame({ title, note, children }: RulesFrameProps) {
  const { t } = useLingui()
  return (
    <PageFrame
      wide
      title={title}
      note={note}
      tools={<Places label={t`Rules`} places={PLACES} />}
      offline={<Trans>Offline. You see what was read last; nothing can be tried out now.</Trans>}
    >
      {children}
    </PageFrame>
  )
}
