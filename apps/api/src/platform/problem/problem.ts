import { PROBLEMS, type Problem, type ProblemCode } from '@dartwing/protocol'
import { HttpException } from '@nestjs/common'
import type { z } from 'zod'

export interface ProblemExtras {
  readonly detail?: string
  readonly fields?: { path: string; message: string }[]
  /** Seconds; becomes the header too. */
  readonly retry_after?: number
  readonly [member: string]: unknown
}

/** A failure with a stable code; everything that leaves the server as an error is one of these. */
export class ProblemException extends HttpException {
  readonly problem: Problem

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    const kind = PROBLEMS[code]
    const problem: Problem = {
      type: `/docs/problems#${code}`,
      title: kind.title,
      status: kind.status,
      code,
      retryable: kind.retryable,
      ...extras,
    }
    super(problem, kind.status)
    this.problem = problem
  }
}

/** Parses what came from outside; what does not fit is `malformed_request` with the paths that do not. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ProblemException('malformed_request', { fields: fieldErrors(parsed.error) })
}

export function fieldErrors(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}
