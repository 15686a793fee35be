import { type Doc, type DocTypeRule, docTypeRule } from '@dartwing/rules'

/** What a person calls the record: the first of its title fields that has a value, or its name. */
export function titleOf(doctype: string, data: Doc | null, name: string): string {
  const values = (docTypeRule(doctype)?.title_fields ?? []).map((field) => data?.[field])
  return values.find((value): value is string => typeof value === 'string' && value !== '') ?? name
}

/** A short name by which people tell devices apart; null for what was done without one. */
export function deviceTitle(deviceId: string | null): string | null {
  return deviceId === null ? null : `device ${deviceId.slice(0, 4)}`
}

/** What a person calls a field; one the rule does not know by its name. */
export function labelOf(rule: DocTypeRule, field: string): string {
  return rule.fields[field]?.label ?? field.replaceAll('_', ' ')
}
