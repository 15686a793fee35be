/** The page of the parameters has every value, as it is, and names a test or says that nothing reads it yet. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  ATTACHMENT_SYNC_CONFIG,
  CHILD_TABLE_MERGE_RULES,
  SYNC_CONFIG,
  TOMBSTONE_RULES,
} from '../src/index.ts'
import { namedTests, ROOT, titlesOf } from './named-tests.ts'

const ROW = /^\| `([^`]+)` \| `([^`]+)` \| [^|]+ \| ([^|]+) \|$/gm
const PAGE = readFileSync(`${ROOT}docs/sync-config.md`, 'utf8')

function rowsOf(table: string): readonly RegExpExecArray[] {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${table}\n`)) ?? ''
  return [...section.matchAll(ROW)]
}

/** `parameter = value`, as many as there are. */
function valuesOf(table: object, prefix = ''): readonly string[] {
  return Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? valuesOf(value, `${prefix}${key}.`)
      : [`${prefix}${key} = ${JSON.stringify(value)}`],
  )
}

describe.each(
  Object.entries({ SYNC_CONFIG, ATTACHMENT_SYNC_CONFIG, CHILD_TABLE_MERGE_RULES, TOMBSTONE_RULES }),
)('docs/sync-config.md: %s', (name, table) => {
  it('has every value and no other', () => {
    expect(
      rowsOf(name)
        .map(([, key, value]) => `${key} = ${value}`)
        .sort(),
    ).toEqual([...valuesOf(table)].sort())
  })

  it('names tests that exist, or says that nothing reads it yet', () => {
    for (const [, key, , proof = ''] of rowsOf(name)) {
      const tests = namedTests(proof)
      expect(tests.length > 0 || proof.startsWith('No effect yet: '), key).toBe(true)
      for (const { path, title } of tests) expect(titlesOf(path), path).toContain(title)
    }
  })
})
