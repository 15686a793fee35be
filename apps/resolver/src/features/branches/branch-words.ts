import type { Branch } from '@dartwing/protocol'
import { formatInstant } from '../../lib/time/format.ts'

/** What a person called it; without a name, whose it is and when it was made. */
export function branchName(branch: Branch, zone: string): string {
  return branch.label ?? `${branch.author_name}, ${formatInstant(branch.made_at, zone, 'short')}`
}
