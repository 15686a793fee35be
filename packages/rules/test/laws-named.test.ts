/** The page of the laws and the tests that enforce them know each other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const TESTS = 'packages/rules/test/'
const CASES = 'packages/rules/conformance/'

/** `it('title'`, `describe('title'`, and the title after the rows of `.each(...)`. */
const TITLE = /(?:\b(?:it|describe)\(|\)\()\s*(['"`])((?:\\.|(?!\1).)*)\1/g
const LAW = /^- \*\*R-(\d+) /
const NAMED_TEST = /`([^`\s]+\.(?:test\.ts|json))` › `([^`]+)`/g

interface Law {
  readonly id: string
  readonly tests: readonly (readonly [file: string, title: string])[]
}

function lawsOf(page: string): readonly Law[] {
  const lines = page.split('\n')
  return lines.flatMap((line, index) => {
    const number = LAW.exec(line)?.[1]
    const trailer = lines[index + 1] ?? ''
    if (!number) return []
    const tests = trailer.startsWith('  Test: ') ? [...trailer.matchAll(NAMED_TEST)] : []
    return [{ id: `R-${number}`, tests: tests.map(([, file = '', title = '']) => [file, title] as const) }]
  })
}

function pathOf(file: string): string {
  if (file.includes('/')) return file
  return `${file.endsWith('.json') ? CASES : TESTS}${file}`
}

function titlesOf(path: string): readonly string[] {
  if (!existsSync(`${ROOT}${path}`)) return []
  const text = readFileSync(`${ROOT}${path}`, 'utf8')
  if (path.endsWith('.json')) {
    const cases: readonly { readonly name: string }[] = JSON.parse(text)
    return cases.map(({ name }) => name)
  }
  return [...text.matchAll(TITLE)].map(([, quote = '', title = '']) => title.replaceAll(`\\${quote}`, quote))
}

const LAWS = lawsOf(readFileSync(`${ROOT}docs/resolution.md`, 'utf8'))

describe('docs/resolution.md', () => {
  it('states seventeen laws, in order', () => {
    expect(LAWS.map(({ id }) => id)).toEqual(Array.from({ length: 17 }, (_, index) => `R-${index + 1}`))
  })

  it.each(LAWS.map((law) => [law.id, law] as const))('%s names tests that exist', (_id, { tests }) => {
    expect(tests).not.toEqual([])
    for (const [file, title] of tests) expect(titlesOf(pathOf(file)), file).toContain(title)
  })

  it('knows every law that a test speaks of', () => {
    const files = [
      ...readdirSync(`${ROOT}${TESTS}`).map((file) => `${TESTS}${file}`),
      ...readdirSync(`${ROOT}${CASES}`).map((file) => `${CASES}${file}`),
    ].filter((path) => /\.(?:test\.ts|json)$/.test(path) && basename(path) !== 'laws-named.test.ts')
    const spokenOf = files.flatMap((path) =>
      titlesOf(path).flatMap((title) => [...title.matchAll(/\bR-\d+\b/g)].map(([id]) => id)),
    )
    const known = new Set(LAWS.map(({ id }) => id))
    expect(spokenOf.length).toBeGreaterThan(17)
    expect([...new Set(spokenOf)].filter((id) => !known.has(id))).toEqual([])
  })
})
