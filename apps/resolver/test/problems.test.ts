import { PROBLEMS } from '@dartwing/protocol'
import { expect, test } from 'vitest'
import { problemOf } from '../src/lib/http/problem-error.ts'
import { PROBLEM_SCREENS } from '../src/lib/problem-screens.ts'

test('every code of the catalogue has a screen, and no screen is left over', () => {
  expect(Object.keys(PROBLEM_SCREENS).sort()).toEqual(Object.keys(PROBLEMS).sort())
})

test('what may be tried again is never a dead end', () => {
  const deadEnds = new Set(['no_permission', 'missing', 'fix_fields'])
  for (const [code, { retryable }] of Object.entries(PROBLEMS)) {
    const screen = Object.entries(PROBLEM_SCREENS).find(([known]) => known === code)?.[1]
    if (retryable) expect(deadEnds.has(screen ?? ''), code).toBe(false)
  }
})

test('an answer that is no problem document is still a problem', async () => {
  expect(await problemOf(new Response('<html>', { status: 502 }))).toMatchObject({
    status: 502,
    retryable: true,
  })
})
