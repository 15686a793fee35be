import { PROBLEMS, type Problem, type ProblemCode, problem } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { ruleText } from '../language/rule-text.ts'

/** The server answered, and the answer is a refusal with a stable code. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(answer: Problem) {
    super(sentenceOf(answer))
    this.name = 'ProblemError'
    this.problem = answer
  }

  get code(): ProblemCode {
    return isProblemCode(this.problem.code) ? this.problem.code : 'internal'
  }
}

/** Nobody answered: what was sent may or may not have happened. */
export class UnknownOutcomeError extends Error {
  constructor(cause: unknown) {
    super(t`The server did not answer`, { cause })
    this.name = 'UnknownOutcomeError'
  }
}

/** The server answered something this page does not understand: one of the two is older than the other. */
export class MismatchError extends Error {
  constructor(cause: unknown) {
    super(t`This page and the server do not match. Reload the page; your picks are saved.`, { cause })
    this.name = 'MismatchError'
  }
}

/** The detail says more, but only in English: another language has its own title. */
export function sentenceOf({ title, detail }: Problem): string {
  const own = ruleText(title)
  return own === title ? (detail ?? title) : own
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const parsed = problem.safeParse(body)
  if (parsed.success) return parsed.data
  return {
    type: 'about:blank',
    title: t`The server answered ${response.status}`,
    status: response.status,
    code: response.status === 503 ? 'unavailable' : 'internal',
    retryable: true,
  }
}
