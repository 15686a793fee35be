import type { ExplainedField, ExplainedRule } from '@dartwing/protocol'

export interface FoundField {
  readonly rule: ExplainedRule
  readonly field: ExplainedField
}

/** More are not read; a longer question finds fewer. */
const SHOWN_MAX = 60

/** Words that a question has and no field. */
const FILLERS = new Set(['who', 'wins', 'on', 'the', 'of', 'a', 'wer', 'gewinnt', 'bei'])

/** The fields that a question is about: "who wins on Ticket.description?", or any words of type and field. */
export function findFields(rules: readonly ExplainedRule[], question: string): readonly FoundField[] {
  const words = question
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !FILLERS.has(word))
  if (words.length === 0) return []
  return rules
    .flatMap((rule) => rule.fields.map((field) => ({ rule, field })))
    .filter(({ rule, field }) => {
      const text = `${rule.doctype} ${field.field} ${field.label}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .slice(0, SHOWN_MAX)
}
