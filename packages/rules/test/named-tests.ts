/** Tests as a page of the documentation names them: `file` › `title`. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
export const TESTS = 'packages/rules/test/'
export const CASES = 'packages/rules/conformance/'

/** `it('title'`, `describe('title'`, and the title after the rows of `.each(...)`. */
const TITLE = /(?:\b(?:it|describe)\(|\)\()\s*(['"`])((?:\\.|(?!\1).)*)\1/g
const NAMED_TEST = /`([^`\s]+\.(?:test\.ts|json))` › `([^`]+)`/g

export interface NamedTest {
  readonly path: string
  readonly title: string
}

export function namedTests(text: string): readonly NamedTest[] {
  return [...text.matchAll(NAMED_TEST)].map(([, file = '', title = '']) => ({ path: pathOf(file), title }))
}

/** The titles of a test file, or the names of a file of cases; none where there is no such file. */
export function titlesOf(path: string): readonly string[] {
  if (!existsSync(`${ROOT}${path}`)) return []
  const text = readFileSync(`${ROOT}${path}`, 'utf8')
  if (path.endsWith('.json')) {
    const cases: readonly { readonly name: string }[] = JSON.parse(text)
    return cases.map(({ name }) => name)
  }
  return [...text.matchAll(TITLE)].map(([, quote = '', title = '']) => title.replaceAll(`\\${quote}`, quote))
}

function pathOf(file: string): string {
  if (file.includes('/')) return file
  return `${file.endsWith('.json') ? CASES : TESTS}${file}`
}
