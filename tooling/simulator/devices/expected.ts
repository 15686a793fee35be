import { StorageFault } from './storage.ts'

/** What a person with a phone may ask of the client, and with which of its own errors it may answer. */
const ANSWERS = {
  status: [],
  'sign in': ['unreachable', 'refused', 'unexpected_answer', 'not_a_member', 'account_mismatch'],
  'sign off': [],
  sync: [],
  change: ['unknown_document'],
  tidy: ['unknown_mutation', 'in_flight'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Asked = keyof typeof ANSWERS

/** Whether this may come of that: an error the client documents, or the fault of the disk that the world made. */
export function isExpected(error: unknown, asked: Asked): boolean {
  if (error instanceof StorageFault) return true
  const code: unknown =
    error instanceof Error && error.name === 'ClientError' ? Reflect.get(error, 'code') : null
  return typeof code === 'string' && ANSWERS[asked].some((one) => one === code)
}
