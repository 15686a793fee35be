import { i18n } from '@lingui/core'
import { afterEach, expect, test } from 'vitest'
import { deadlineWords } from '../src/lib/time/deadline.ts'
import { formatInstant, formatLeft } from '../src/lib/time/format.ts'

afterEach(() => i18n.activate('en'))

const GERMAN = 'de'

test('the words for time and the dates are those of the language on the screen', async () => {
  const { messages } = await import(`../src/locales/${GERMAN}.po`)
  i18n.loadAndActivate({ locale: GERMAN, messages })
  const now = Date.parse('2026-11-22T12:00:00Z')
  expect(formatLeft(90 * 60_000)).toBe('1 Std. 30 Min.')
  expect(formatInstant(now, 'Europe/Berlin', 'full')).toBe('So., 22. Nov., 13:00')
  const due = { due_at: '2026-11-23T06:00:00Z', timeout_outcome: 'server_wins' } as const
  expect(deadlineWords(due, now).sentence).toBe('noch 18 Std., dann gilt die Fassung des Servers')
})
