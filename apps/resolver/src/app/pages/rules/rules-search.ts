export interface RulesSearch {
  readonly q?: string
}
export interface CaseSearch {
  readonly doctype?: string
  readonly conflict?: string
}

/** What is not text was typed into the address by somebody. */
export const rulesSearch = ({ q }: Record<string, unknown>): RulesSearch =>
  typeof q === 'string' ? { q } : {}

export const caseSearch = ({ doctype, conflict }: Record<string, unknown>): CaseSearch => ({
  ...(typeof doctype === 'string' ? { doctype } : {}),
  ...(typeof conflict === 'string' ? { conflict } : {}),
})
