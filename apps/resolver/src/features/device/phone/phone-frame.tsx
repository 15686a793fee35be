import { t } from '@lingui/core/macro'
import { Loader, NativeSelect } from '@mantine/core'
import { IconDeviceMobileOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { roleLabel } from '../../../lib/language/role-words.ts'
import type { Holder } from './holder.ts'
import { openPhone } from './open-phone.ts'
import classes from './phone.module.css'
import { PhoneBody } from './phone-body.tsx'
import { PhoneSignIn } from './phone-sign-in.tsx'
import { PhoneContext, useFollow, usePhoneView } from './use-phone.ts'

interface PhoneFrameProps {
  readonly side: 'left' | 'right'
  readonly org: string
  readonly zone: string
  readonly holders: readonly Holder[]
  readonly holder: Holder
  readonly onHolder: (email: string) => void
}

/** One phone: whose it is, and behind that its client with a database of its own. */
export function PhoneFrame({ side, org, zone, holders, holder, onHolder }: PhoneFrameProps) {
  const name = side === 'left' ? t`Left phone` : t`Right phone`
  return (
    <section className={classes.phone} aria-label={name}>
      <div className={classes.top}>
        <h2 className={classes.name}>{name}</h2>
        {holders.length === 1 ? (
          <span className={classes.holder}>{holder.full_name}</span>
        ) : (
          <NativeSelect
            aria-label={side === 'left' ? t`Whose is the left phone` : t`Whose is the right phone`}
            value={holder.email}
            data={holders.map(({ email, full_name, role }) => ({
              value: email,
              label: `${full_name}, ${roleLabel(role)}`,
            }))}
            onChange={(event) => onHolder(event.currentTarget.value)}
          />
        )}
      </div>
      <OpenPhone key={holder.email} side={side} org={org} zone={zone} holder={holder} />
    </section>
  )
}

function OpenPhone({ side, org, zone, holder }: Pick<PhoneFrameProps, 'side' | 'org' | 'zone' | 'holder'>) {
  const { data: phone = null, error } = useOpenPhone(side, org, holder.email)
  useFollow(phone)
  const view = usePhoneView(phone)
  if (error !== null) {
    return (
      <NoticePanel icon={<IconDeviceMobileOff size={28} />} title={t`This phone cannot be opened`}>
        {error.message}
      </NoticePanel>
    )
  }
  if (phone === null || view === null) return <Loader className={classes.loader} aria-label={t`Opening`} />
  return (
    <PhoneContext value={phone}>
      {view.status.account === null || view.status.reauth ? (
        <PhoneSignIn holder={holder} />
      ) : (
        <PhoneBody view={view} zone={zone} role={holder.role} />
      )}
    </PhoneContext>
  )
}

export function useOpenPhone(side: string, org: string, email: string) {
  return useQuery({
    queryKey: ['phone', side, org, email],
    queryFn: () => openPhone(side, org, email),
    networkMode: 'always',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
}
