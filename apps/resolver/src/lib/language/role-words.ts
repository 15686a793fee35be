import type { MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'

type Role = MemberView['role']

/** From the least to the most a role may do. */
export const roleOptions = (): readonly { role: Role; label: string; hint: string }[] => [
  { role: 'technician', label: t`Technician`, hint: t`Works in the field. Sees the jobs that are theirs.` },
  { role: 'receptionist', label: t`Receptionist`, hint: t`Works in the office: customers, appointments.` },
  { role: 'resolver', label: t`Resolver`, hint: t`Settles what rules cannot, for everybody.` },
  { role: 'admin', label: t`Admin`, hint: t`Does all of that, and decides who belongs here.` },
]

/** A role of a later release has its own name. */
export function roleLabel(role: string): string {
  return roleOptions().find((option) => option.role === role)?.label ?? role
}
