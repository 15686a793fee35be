/** docs/security.md says where each attack is tried: it has all of them, and what it names is there. */
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const rows = readFileSync(`${ROOT}docs/security.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| C-'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

it('has every attack once, in order', () => {
  expect(rows.map(([, id]) => id)).toEqual(Array.from({ length: 64 }, (_, index) => `C-${index + 1}`))
})

it('names tests that exist, or says that there is none', () => {
  const places = [
    'apps/api/test/**/*.test.ts',
    'apps/resolver/{e2e,test}/*.{spec,test}.ts',
    'packages/*/test/*.ts',
  ]
  const tests = new Set(
    globSync(places, { cwd: ROOT }).map((path) => basename(path).replace(/([.]pg)?[.](test|spec)[.]ts$/, '')),
  )
  for (const [, id, , , where = ''] of rows) {
    const named = [...where.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name)
    if (where.startsWith('no test: ')) continue
    expect(named.length, id).toBeGreaterThan(0)
    expect(
      named.filter((name) => !tests.has(name ?? '')),
      id,
    ).toEqual([])
  }
})
