import type { MemberView } from '@dartwing/protocol'

type Role = MemberView['role']

/** From the least to the most a role may do. */
export const ROLE_OPTIONS: readonly { role: Role; label: string; hint: string }[] = [
  { role: 'technician', label: 'Technician', hint: 'Works in the field. Sees the jobs that are theirs.' },
  { role: 'receptionist', label: 'Receptionist', hint: 'Works in the office: customers, appointments.' },
  { role: 'resolver', label: 'Resolver', hint: 'Settles what rules cannot, for everybody.' },
  { role: 'admin', label: 'Admin', hint: 'Does all of that, and decides who belongs here.' },
]

export function roleLabel(role: Role): string {
  return ROLE_OPTIONS.find((option) => option.role === role)?.label ?? role
}
