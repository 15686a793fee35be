import type { ItemResult } from '@dartwing/protocol'
import { docTypeRule, type FieldDef } from '@dartwing/rules'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ruleText } from '../../../lib/language/rule-text.ts'

export const ANSWERS: Readonly<Record<ItemResult['status'], { words: MessageDescriptor; color: string }>> = {
  success: { words: msg`Stored`, color: 'pine' },
  conflict: { words: msg`Met another change`, color: 'own' },
  conflict_manual: { words: msg`A person decides`, color: 'own' },
  rejected: { words: msg`Refused`, color: 'alarm' },
  retry: { words: msg`Sent again later`, color: 'gray' },
}

export type Decision = ItemResult['decisions'][number]

/** The decisions worth telling: where somebody else's change was in the way. */
export function toldDecisions({ decisions }: ItemResult): readonly Decision[] {
  return decisions.filter(
    ({ rule }) => rule !== 'only_client_changed' && rule !== 'same_value' && rule !== 'equal',
  )
}

export function fieldOf(doctype: string | null, name: string): Pick<FieldDef, 'label' | 'type' | 'unit'> {
  return docTypeRule(doctype ?? '')?.fields[name] ?? { label: name.replaceAll('_', ' '), type: 'text' }
}

export function fieldLabels(doctype: string, names: readonly string[]): string {
  return names.map((name) => ruleText(fieldOf(doctype, name).label)).join(', ')
}
