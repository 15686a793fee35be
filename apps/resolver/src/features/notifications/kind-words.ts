import type { NotificationItem, NotificationKind } from '@dartwing/protocol'
import { type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCalendarTime,
  IconCircleCheck,
  IconClockExclamation,
  IconFileAlert,
  IconFileUnknown,
  IconGitMerge,
  IconHandStop,
  IconScale,
  IconUserCheck,
  IconUserMinus,
  IconUserPlus,
  IconUserQuestion,
} from '@tabler/icons-react'

type Icon = typeof IconGitMerge

export const KIND_ICONS: Record<NotificationKind, Icon> = {
  needs_you: IconGitMerge,
  assigned: IconUserQuestion,
  handed_on: IconArrowForwardUp,
  taken_over: IconUserCheck,
  overruled: IconHandStop,
  settled: IconCircleCheck,
  undone: IconArrowBackUp,
  rescheduled: IconCalendarTime,
  rule_overruled: IconScale,
  given: IconUserPlus,
  given_away: IconUserMinus,
  deadline_near: IconClockExclamation,
  escalated: IconAlertTriangle,
  file_missing: IconFileUnknown,
  file_quarantined: IconFileAlert,
}

/** In the settings. */
export const KIND_NAMES: Record<NotificationKind, MessageDescriptor> = {
  needs_you: msg`A conflict needs a decision`,
  assigned: msg`Somebody asks me to decide`,
  handed_on: msg`What I was asked is given to somebody else`,
  taken_over: msg`Somebody decides in my place`,
  overruled: msg`A decision did not keep my value`,
  settled: msg`Something of mine is settled`,
  undone: msg`A decision was undone`,
  rescheduled: msg`My appointment was moved`,
  rule_overruled: msg`A rule did not keep my value`,
  given: msg`I am given a record`,
  given_away: msg`My record is given to somebody else`,
  deadline_near: msg`A deadline is near: an hour and ten minutes before`,
  escalated: msg`Nobody has decided about signatures in time`,
  file_missing: msg`A file has not arrived for a week`,
  file_quarantined: msg`A file may do harm and is kept apart`,
}

export function sentenceOf({ kind, by, minutes }: NotificationItem): string {
  const who = by ?? t`Somebody`
  switch (kind) {
    case 'needs_you':
      return t`A conflict needs a decision`
    case 'assigned':
      return t`${who} asks you to decide`
    case 'handed_on':
      return t`${who} gave it to somebody else`
    case 'taken_over':
      return t`${who} decides in your place`
    case 'overruled':
      return by === null
        ? t`Nobody decided in time: your value was not kept`
        : t`${who} decided: your value was not kept`
    case 'settled':
      return by === null ? t`Nobody decided in time: it is settled` : t`${who} has decided`
    case 'undone':
      return t`${who} undid the decision`
    case 'rescheduled':
      return t`${who} moved your appointment`
    case 'rule_overruled':
      return by === null ? t`A rule did not keep your value` : t`By a rule, ${by}’s value stands`
    case 'given':
      return t`${who} gave you a record`
    case 'given_away':
      return t`${who} gave your record to somebody else`
    case 'deadline_near':
      return plural(minutes ?? 0, {
        one: 'About # minute left to decide',
        other: 'About # minutes left to decide',
      })
    case 'escalated':
      return t`Nobody has decided in time`
    case 'file_missing':
      return t`A file has not arrived for a week`
    case 'file_quarantined':
      return t`A file may do harm and is kept apart`
  }
}
