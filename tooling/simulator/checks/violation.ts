/** What must never be, and was. */
export interface Violation {
  readonly check: string
  readonly detail: string
}
