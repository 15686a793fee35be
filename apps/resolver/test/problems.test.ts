import { PROBLEMS } from '@dartwing/protocol'
import { expect, test } from 'vitest'
import { fieldProblems, problemsInWords } from '../src/features/review/field-problems.ts'
import { problemOf } from '../src/lib/http/problem-error.ts'
import { PROBLEM_SCREENS } from '../src/lib/problem-screens.ts'
import { detail, field } from './fixtures.ts'

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

test('what is not valid is said with the field it is about, and without one where it is about none', () => {
  const refused = {
    type: '',
    title: 'A value is not valid',
    status: 422,
    code: 'invalid',
    retryable: false,
    fields: [
      { path: 'choices.starts.value', message: 'must be a time' },
      { path: 'comment', message: 'say why' },
    ],
  }
  const fields = [field({ name: 'starts', label: 'Start' })]
  expect(problemsInWords(fields, refused)).toBe('Start: must be a time; say why')
  expect(fieldProblems(detail({ fields_view: fields }), refused)).toEqual({ starts: 'must be a time' })
})
