/** What a caller of the client can do something about. Expected outcomes of a sync are values, never these. */
export type ClientErrorCode =
  | 'unreachable'
  | 'refused'
  | 'unexpected_answer'
  | 'reauth'
  | 'not_a_member'
  | 'account_mismatch'
  | 'database_mismatch'
  | 'unknown_document'
  | 'unknown_mutation'
  | 'in_flight'
  /** This browser keeps nothing (a private window, or no file system of the origin). */
  | 'no_storage'
  /** No tab took the call in time; it was not begun. */
  | 'no_leader'
  /** This client was closed before the answer came. */
  | 'closed'

export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: ClientErrorCode
  /** The server's own stable code, when the server said no. */
  readonly problem: string | undefined

  constructor(code: ClientErrorCode, message: string, problem?: string) {
    super(message)
    this.code = code
    this.problem = problem
  }
}
