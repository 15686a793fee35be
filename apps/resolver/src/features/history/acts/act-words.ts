import type { Act, ActKind } from '@dartwing/protocol'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The kinds, as a person filters by them. */
export const KIND_WORDS: Readonly<Record<ActKind, MessageDescriptor>> = {
  person: msg`Decided by a person`,
  rule: msg`Settled by a rule`,
  timer: msg`Decided by the deadline`,
  undone: msg`Undone`,
  extended: msg`Deadline moved`,
  reassigned: msg`Handed on`,
}

const BY_ACTION: Readonly<Record<string, MessageDescriptor>> = {
  choose: msg`Chose the values`,
  move: msg`Moved an appointment to another time`,
  cancel: msg`Cancelled one of two appointments`,
  book_anyway: msg`Kept both appointments`,
  accept_signature: msg`Accepted a signature`,
  request_signature: msg`Asked for a new signature`,
  reject_both: msg`Rejected both signatures`,
  restore: msg`Restored the device’s version`,
}

const BY_KIND: Readonly<Record<ActKind, MessageDescriptor>> = {
  person: msg`Decided`,
  rule: msg`A rule settled a change of theirs`,
  timer: msg`Nobody decided in time: the server’s version stands`,
  undone: msg`Undid the decision, so it is asked again`,
  extended: msg`Gave more time to decide`,
  reassigned: msg`Handed it to somebody else`,
}

/** What was done, beside the name of who did it. */
export function deedOf({ kind, action }: Pick<Act, 'kind' | 'action'>): MessageDescriptor {
  return (kind === 'person' && action !== null ? BY_ACTION[action] : undefined) ?? BY_KIND[kind]
}
