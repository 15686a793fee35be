import type { ConflictDetail } from '@dartwing/protocol'
import type { Action } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { IconCalendarOff, IconCalendarShare, IconCalendarStats } from '@tabler/icons-react'
import type { Verdict } from '../../../lib/draft/draft.ts'
import type { Party } from './collision-parties.ts'

export interface VerdictOption {
  readonly id: string
  readonly action: Action
  readonly target: 'this' | 'other'
  readonly label: string
  readonly hint: string
  readonly icon: typeof IconCalendarOff
}

/** What may be offered is the server's to say: the item's actions, and the right to book anyway. */
export function collisionVerdicts(
  detail: ConflictDetail,
  asks: Party,
  holds: Party | null,
): readonly VerdictOption[] {
  const parties = [asks, ...(holds === null ? [] : [holds])]
  const options: VerdictOption[] = []
  if (detail.actions.includes('move')) {
    for (const party of parties) options.push(moveOption(party))
  }
  if (detail.actions.includes('book_anyway') && detail.permissions.book_anyway) {
    options.push({
      id: 'book_anyway',
      action: 'book_anyway',
      target: 'this',
      label: t`Keep both`,
      hint: t`Book the same time twice; needs a reason`,
      icon: IconCalendarStats,
    })
  }
  if (detail.actions.includes('cancel')) {
    for (const party of parties) options.push(cancelOption(party))
  }
  return options
}

function moveOption(party: Party): VerdictOption {
  return {
    id: `move ${party.target}`,
    action: 'move',
    target: party.target,
    label: t`Move ${party.title}`,
    hint:
      party.target === 'this'
        ? t`The one that asks gets another time`
        : t`The one that holds the time gets another`,
    icon: IconCalendarShare,
  }
}

function cancelOption(party: Party): VerdictOption {
  return {
    id: `cancel ${party.target}`,
    action: 'cancel',
    target: party.target,
    label: t`Cancel ${party.title}`,
    hint:
      party.target === 'this'
        ? t`The time stays with the one that holds it`
        : t`The time goes to the one that asks`,
    icon: IconCalendarOff,
  }
}

export function sameVerdict(verdict: Verdict, option: VerdictOption): boolean {
  return verdict.action === option.action && verdict.target === option.target
}
