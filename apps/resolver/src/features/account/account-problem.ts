import { t } from '@lingui/core/macro'
import { ProblemError, UnknownOutcomeError } from '../../lib/http/problem-error.ts'

export function accountProblem(error: Error, aboutCredentials: string): string {
  if (error instanceof UnknownOutcomeError) {
    return t`The server does not answer. Check the connection and try again.`
  }
  if (!(error instanceof ProblemError)) return error.message
  if (error.code === 'wrong_credentials') return aboutCredentials
  return error.problem.fields?.map(({ message }) => t`The password ${message}.`).join(' ') || error.message
}
