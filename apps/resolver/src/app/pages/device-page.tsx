import { t } from '@lingui/core/macro'
import { Loader } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Device } from '../../features/device/device.tsx'
import type { Holder } from '../../features/device/phone/holder.ts'
import { settingsOptions } from '../../features/sign-in/api/get-settings.ts'
import { DEMO_PASSWORD } from '../../features/sign-in/sign-in-form.tsx'
import { useSession } from '../../lib/session/use-session.ts'

/** In the demo anybody's phone; elsewhere only one's own. */
export function DevicePage() {
  useDocumentTitle(t`A phone to play with · Dartwing Resolver`)
  const { user, org } = useSession()
  const { data: settings, isPending } = useQuery(settingsOptions)
  if (isPending) return <Loader m="xl" aria-label={t`Loading`} />
  const demo = (settings?.demo === true ? settings.demo_accounts : []).filter((one) => one.org === org.org)
  const known = demo.map((one): Holder => ({ ...one, password: DEMO_PASSWORD }))
  const own = known.find(({ email }) => email === user.email) ?? {
    ...user,
    role: org.role,
    password: null,
  }
  const others = known.filter(({ email }) => email !== user.email)
  return <Device key={org.org} org={org.org} zone={org.time_zone} holders={[own, ...others]} />
}
