import { t } from '@lingui/core/macro'
import { MismatchError, ProblemError, UnknownOutcomeError } from '../../lib/http/problem-error.ts'

/** Why an act of an admin did not happen, and what to do about it. */
export function refusalWords(error: Error): string {
  if (error instanceof UnknownOutcomeError) {
    return t`The server did not answer, so it is not known whether this happened. Look at the list before you try again.`
  }
  if (error instanceof MismatchError || !(error instanceof ProblemError)) return error.message
  switch (error.code) {
    case 'already_member':
      return t`This person is in the list already. Search for the address: there you can enable them or make a new link.`
    case 'last_admin':
      return t`This is the only admin. Make somebody else an admin first, so that one always remains.`
    case 'belongs_elsewhere':
      return t`This account belongs to other organisations too, so its password is not yours to reset. The person can change it under Your account, or ask whoever runs the server.`
    case 'stage_changed':
      return t`Another admin has changed the stage meanwhile. This is how it is now.`
    case 'forbidden':
      return t`You are no longer an admin of this organisation.`
    case 'not_found':
      return t`This person is no longer in the list.`
    default:
      return error.message
  }
}

/** The complaint about one field of a form; undefined: none. */
export function fieldComplaint(error: Error | null, path: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined
  return error.problem.fields?.find((field) => field.path === path)?.message
}
