/** An error for the log. Of PostgreSQL's errors the stack names the constraint, and not the values. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
