import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROBLEMS, REJECTIONS } from '@dartwing/protocol'
import { docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { i18n } from '@lingui/core'
import { formatter } from '@lingui/format-po'
import { afterEach, describe, expect, test } from 'vitest'
import { deadlineWords } from '../src/lib/time/deadline.ts'
import { formatInstant, formatLeft } from '../src/lib/time/format.ts'
import records from '../src/locales/records.de.json' with { type: 'json' }
import { bareTexts } from './texts/bare-texts.ts'
import { textIds } from './texts/source-texts.ts'

afterEach(() => i18n.activate('en'))

const GERMAN = 'de'
const ROOT = join(import.meta.dirname, '..')
const SOURCES = globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).map((file) => join(ROOT, file))
const USED = new Set(SOURCES.flatMap((file) => textIds(file, readFileSync(file, 'utf8'))))
/** A theme has names of fonts and numbers of shadows, and no word for a person. */
const BARE = SOURCES.filter((file) => !file.endsWith('/theme.ts')).flatMap((file) => bareTexts(file))

test('the words for time and the dates are those of the language on the screen', async () => {
  const { messages } = await import(`../src/locales/${GERMAN}.po`)
  i18n.loadAndActivate({ locale: GERMAN, messages })
  const now = Date.parse('2026-11-22T12:00:00Z')
  expect(formatLeft(90 * 60_000)).toBe('1 Std. 30 Min.')
  expect(formatInstant(now, 'Europe/Berlin', 'full')).toBe('So., 22. Nov., 13:00')
  const due = { due_at: '2026-11-23T06:00:00Z', timeout_outcome: 'server_wins' } as const
  expect(deadlineWords(due, now).sentence).toBe('noch 18 Std., dann gilt die Fassung des Servers')
})

describe.each(['en', GERMAN])('the catalogue %s', (language) => {
  const texts = catalogue(language)

  test('has every text of the sources, and no empty one', () => {
    expect([...USED].filter((id) => texts[id] === undefined)).toEqual([])
    expect(entriesOf(texts).filter(({ said }) => said === '')).toEqual([])
  })

  test('keeps the values and the marks of the English sentence', () => {
    expect(entriesOf(texts).filter(({ english, said }) => slots(english) !== slots(said))).toEqual([])
  })
})

test('no text on a screen stands in one language only', () => {
  expect(USED.size).toBeGreaterThan(0)
  expect([...new Set(BARE)].filter((text) => !NOT_TRANSLATED.has(text))).toEqual([])
})

test('what rules and refusals say has German words', () => {
  const titles = Object.values(PROBLEMS).map(({ title }) => title)
  const said = new Set([...titles, ...Object.values(REJECTIONS), ...registeredDocTypes()])
  for (const name of registeredDocTypes()) collectWords(docTypeRule(name), said)
  expect([...said].filter((word) => !Object.hasOwn(records, word))).toEqual([])
})

/** Names of keys, of languages in their own words, and what only programs read. */
const NOT_TRANSLATED = new Set([
  ...['Escape', 'Enter', 'Enter o', 'Esc', 'Ctrl'],
  ...['English', 'Deutsch'],
  ...['Bearer', 'io server disconnect', 'phone on the page', 'act help', 'act keys'],
  // What is copied into a shell, and the names of copied test cases.
  ...['-H "Authorization: Bearer $TOKEN"', "-H 'Content-Type: application/json'"],
  ...[': as with', 'by the changed rule, as with'],
  // DocTypes and a field, as the rules call them.
  ...['File', 'Ticket.description', 'Appointment', 'Dispatch Job', 'Ticket', 'Customer', 'Lead', 'Task'],
])

type Catalogue = Readonly<Record<string, { message?: string; translation?: string }>>

function catalogue(language: string): Catalogue {
  const filename = join(ROOT, `src/locales/${language}.po`)
  const context = { locale: language, sourceLocale: 'en', filename }
  return Object(formatter().parse(readFileSync(filename, 'utf8'), context))
}

function entriesOf(texts: Catalogue): { english: string; said: string }[] {
  return Object.values(texts).map(({ message = '', translation = '' }) => ({
    english: message,
    said: translation,
  }))
}

/** The values and tags that a sentence has room for, each once; the cases of a plural are words. */
function slots(sentence: string): string {
  return [...new Set(sentence.match(/(?<!\b(?:one|other) )\{\w+(?=[,}])|<\/?\d+\/?>/g))].sort().join(' ')
}

/** The labels, options, reasons and hints of a rule, wherever they stand in it. */
function collectWords(part: unknown, said: Set<string>): void {
  if (typeof part !== 'object' || part === null) return
  for (const [key, value] of Object.entries(part)) {
    if (['label', 'reason', 'resolution_hint'].includes(key) && typeof value === 'string') said.add(value)
    if (key === 'options' && Array.isArray(value)) for (const option of value) said.add(String(option))
    collectWords(value, said)
  }
}
