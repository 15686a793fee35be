import type { z } from 'zod'
import { ProblemException } from '../../platform/problem/problem.ts'

/** Where a list goes on: opaque to clients. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

export function decodeCursor<T extends z.ZodType>(schema: T, cursor: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new ProblemException('invalid_cursor')
  }
}
