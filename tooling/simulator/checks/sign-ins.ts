import type { Device } from '../devices/device.ts'
import type { Fault } from '../run/options.ts'
import type { Violation } from './violation.ts'

/** What ends a sign-in, or may: without any of it nobody types a password. */
const REASONS: readonly Fault[] = ['signed_out', 'signed_off', 'disabled', 'restore', 'cloned']

export function checkSignIns(
  devices: readonly Device[],
  counts: Readonly<Record<Fault, number>>,
  takenForThieves: ReadonlySet<string>,
): Violation[] {
  if (REASONS.some((reason) => counts[reason] > 0)) return []
  return devices
    .filter(({ askedToSignIn, longestAbsenceMs }) => askedToSignIn > 0 && longestAbsenceMs < SIGN_IN_LASTS_MS)
    .filter(({ name }) => !takenForThieves.has(name))
    .map(({ name, askedToSignIn }) => ({
      check: 'nobody is signed out without a reason',
      detail: `${name} was asked for a password ${askedToSignIn} times`,
    }))
}

/** Half of what a sign-in lasts without contact: a phone that is there again may stay away once more. */
const SIGN_IN_LASTS_MS = 7 * 24 * 3_600_000
