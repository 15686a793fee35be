import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { SegmentedControl, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './device.module.css'
import { Guide } from './guide/guide.tsx'
import { NOTHING_YET, progressFrom } from './guide/guide-steps.ts'
import type { Holder } from './phone/holder.ts'
import { PhoneFrame, useOpenPhone } from './phone/phone-frame.tsx'
import { usePhoneView } from './phone/use-phone.ts'

interface DeviceProps {
  readonly org: string
  readonly zone: string
  /** Who may hold a phone here; the signed-in person first. */
  readonly holders: readonly [Holder, ...Holder[]]
}

type Side = 'left' | 'right'

/** Two phones with accounts and databases of their own: enough to make a conflict without another tool. */
export function Device({ org, zone, holders }: DeviceProps) {
  const [own] = holders
  const [emails, setEmails] = useState({
    left: holders.find(({ role }) => role === 'technician')?.email ?? own.email,
    right: own.email,
  })
  const [shown, setShown] = useState<Side>('left')
  const [progress, setProgress] = useState(NOTHING_YET)
  const left = useView('left', org, emails.left)
  const right = useView('right', org, emails.right)
  useEffect(() => {
    if (left === null || right === null) return
    setProgress((before) => progressFrom(before, { left, right }))
  }, [left, right])
  const phone = (side: Side) => (
    <div className={classes.side} data-shown={shown === side || undefined}>
      <PhoneFrame
        side={side}
        org={org}
        zone={zone}
        holders={holders}
        holder={holders.find(({ email }) => email === emails[side]) ?? own}
        onHolder={(email) => setEmails((before) => ({ ...before, [side]: email }))}
      />
    </div>
  )
  return (
    <div className={classes.page}>
      <div>
        <Title order={1}>
          <Trans>A phone to play with</Trans>
        </Title>
        <p className={classes.lede}>
          <Trans>Real devices: take one offline, edit, bring it back, and see which rule decided.</Trans>
        </p>
      </div>
      <Guide progress={progress} onAgain={() => setProgress(NOTHING_YET)} />
      <SegmentedControl
        className={classes.switcher}
        aria-label={t`Which phone`}
        fullWidth
        value={shown}
        data={[
          { value: 'left', label: t`Left phone` },
          { value: 'right', label: t`Right phone` },
        ]}
        onChange={(value) => setShown(value === 'right' ? 'right' : 'left')}
      />
      <div className={classes.phones}>
        {phone('left')}
        {phone('right')}
      </div>
    </div>
  )
}

function useView(side: Side, org: string, email: string) {
  const { data: phone = null } = useOpenPhone(side, org, email)
  return usePhoneView(phone)
}
