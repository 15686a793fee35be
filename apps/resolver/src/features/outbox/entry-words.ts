import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ProblemError } from '../../lib/http/problem-error.ts'
import type { OutboxEntry } from '../../lib/outbox/entry.ts'
import { PROBLEM_SCREENS, type ProblemScreen } from '../../lib/problem-screens.ts'

const REFUSED: Partial<Record<ProblemScreen, MessageDescriptor>> = {
  resolved_by_other: msg`Someone else decided it first.`,
  deadline_decided: msg`The deadline was first: it has been decided.`,
  item_changed: msg`The record has changed since you decided.`,
  slot_taken: msg`The time you chose has been taken.`,
  no_permission: msg`You may not decide this any longer.`,
  missing: msg`This item is gone.`,
}
const REFUSED_OTHERWISE = msg`The server did not accept it.`

export function refusalWords({ refused }: OutboxEntry): MessageDescriptor | null {
  if (refused === null) return null
  return REFUSED[PROBLEM_SCREENS[new ProblemError(refused).code]] ?? REFUSED_OTHERWISE
}

export function waitingWords(entry: OutboxEntry, isSignedIn: boolean, isOnline: boolean): MessageDescriptor {
  if (!isSignedIn) return msg`Sign in again to send it.`
  if (entry.sent)
    return msg`Not confirmed yet. It is sent again until the server answers; it takes effect once.`
  return isOnline ? msg`It is being sent.` : msg`It is sent when you are online.`
}
