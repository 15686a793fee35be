import { PROBLEMS, REJECTIONS } from '@dartwing/protocol'
import { code, page, table } from './markdown.ts'

/** docs/problems.md: every answer that says no, so that a caller can decide what to do about it. */
export function problemsPage(): string {
  const problems = Object.entries(PROBLEMS).map(([name, { status, retryable, title }]) => [
    code(name),
    String(status),
    retryable ? 'yes' : 'no',
    title,
  ])
  const rejections = Object.entries(REJECTIONS).map(([name, meaning]) => [code(name), meaning])
  return page('Problems', [
    'A request that cannot be answered gets `application/problem+json` (RFC 9457) with one of these codes. ' +
      'A code is never renamed, and never used again for something else. *Again* says whether the same request ' +
      'may succeed later without a change.',
    table(['Code', 'Status', 'Again', 'Title'], problems),
    '## Rejections',
    'One mutation in a batch that will never apply as it is gets `rejected` with one of these codes; ' +
      'the others in the batch are not affected by it.',
    table(['Code', 'Meaning'], rejections),
  ])
}
