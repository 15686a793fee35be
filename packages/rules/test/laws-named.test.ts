/** The page of the laws and the tests that enforce them know each other. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CASES, type NamedTest, namedTests, ROOT, TESTS, titlesOf } from './named-tests.ts'

const LAW = /^- \*\*R-(\d+) /

interface Law {
  readonly id: string
  readonly tests: readonly NamedTest[]
}

function lawsOf(page: string): readonly Law[] {
  const lines = page.split('\n')
  return lines.flatMap((line, index) => {
    const number = LAW.exec(line)?.[1]
    const trailer = lines[index + 1] ?? ''
    if (!number) return []
    return [{ id: `R-${number}`, tests: trailer.startsWith('  Test: ') ? namedTests(trailer) : [] }]
  })
}

const LAWS = lawsOf(readFileSync(`${ROOT}docs/resolution.md`, 'utf8'))

describe('docs/resolution.md', () => {
  it('states seventeen laws, in order', () => {
    expect(LAWS.map(({ id }) => id)).toEqual(Array.from({ length: 17 }, (_, index) => `R-${index + 1}`))
  })

  it.each(LAWS.map((law) => [law.id, law] as const))('%s names tests that exist', (_id, { tests }) => {
    expect(tests).not.toEqual([])
    for (const { path, title } of tests) expect(titlesOf(path), path).toContain(title)
  })

  it('knows every law that a test speaks of', () => {
    const paths = [TESTS, CASES].flatMap((folder) =>
      readdirSync(`${ROOT}${folder}`)
        .filter((file) => /\.(?:test\.ts|json)$/.test(file))
        .map((file) => `${folder}${file}`),
    )
    const spokenOf = new Set(paths.flatMap(titlesOf).flatMap((title) => title.match(/\bR-\d+\b/g) ?? []))
    expect([...spokenOf].sort()).toEqual(LAWS.map(({ id }) => id).sort())
  })
})
