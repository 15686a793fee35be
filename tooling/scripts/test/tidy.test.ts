import { describe, expect, it } from 'vitest'
import { judge } from '../tidy/exceptions.ts'
import { tidyFile } from '../tidy/file-rules.ts'
import { tidyFolders } from '../tidy/folder-rules.ts'

const lines = (count: number) => 'x()\n'.repeat(count)
const rulesIn = (text: string, path = 'packages/rules/src/sum.ts') =>
  tidyFile(path, text).map((finding) => finding.rule)

describe('a file', () => {
  it('may have 300 lines and no more', () => {
    expect(rulesIn(lines(300))).toEqual([])
    expect(rulesIn(lines(301))).toEqual(['file_length'])
  })

  it('may have 600 lines when it is a test', () => {
    expect(rulesIn(lines(301), 'packages/rules/src/sum.test.ts')).toEqual([])
  })

  it('may hold a function of 60 lines and no longer one', () => {
    expect(rulesIn(`function f() {\n${lines(58)}}`)).toEqual([])
    expect(rulesIn(`const f = () => {\n${lines(59)}}`)).toEqual(['function_length'])
    expect(rulesIn(`class A { m() {\n${lines(59)}} }`)).toEqual(['function_length'])
  })

  it('may have a describe of any length', () => {
    expect(rulesIn(`describe('all', () => {\n${lines(80)}})`)).toEqual([])
  })

  it('is no barrel unless it is the index of its package', () => {
    const text = "export * from './a.ts'\nexport { b } from './b.ts'\n"
    expect(rulesIn(text, 'packages/rules/src/merge/index.ts')).toEqual(['barrel'])
    expect(rulesIn(text, 'packages/rules/src/index.ts')).toEqual([])
    expect(rulesIn(`${text}export const c = 1\n`, 'packages/rules/src/merge/index.ts')).toEqual([])
  })

  it('leaves no intentions behind', () => {
    expect(rulesIn(`// ${'TO'}DO: later`)).toEqual(['todo'])
    expect(rulesIn(`// ${'FIX'}ME`)).toEqual(['todo'])
  })

  it.each([
    'it.skip()',
    'it.only()',
    'describe.skip()',
    'test.todo()',
    'test.fixme()',
    'it.skipIf(x)()',
    'it.each([]).skip()',
    'xit()',
  ])('runs all of its tests: %s', (text) => {
    expect(rulesIn(text)).toEqual(['unfinished_test'])
  })
})

describe('the walls between organisations', () => {
  it.each([
    ['tx.$queryRawUnsafe(text)', 'unsafe_sql'],
    ['tx.$executeRawUnsafe(`DELETE FROM ` + table)', 'unsafe_sql'],
    ['tx.$queryRaw(Prisma.raw(text))', 'unsafe_sql'],
    ["client.query('SET app.org_id = 1')", 'session_setting'],
    ["client.query('set role dartwing_app')", 'session_setting'],
    ['tx.$executeRaw`RESET ROLE`', 'session_setting'],
    ["tx.$queryRaw`SELECT set_config('app.org_id', 'A', false)`", 'session_setting'],
    ["tx.$queryRaw`SELECT set_config('a', '1', true), set_config('b', '2', FALSE)`", 'session_setting'],
    ['database.acrossOrganisations(null, work)', 'across_organisations'],
  ])('%s: %s', (text, rule) => {
    expect(rulesIn(text, 'apps/api/src/upsert/upsert.service.ts')).toEqual([rule])
  })

  it.each([
    ['tx.$queryRaw(Prisma.sql`SELECT 1`)', 'upsert/a.sql.ts'],
    ['String.raw`a`', 'upsert/a.sql.ts'],
    ["throw new Error('set PORT, or leave it')", 'platform/settings.ts'],
    ["tx.$queryRaw`SET LOCAL lock_timeout = '5s'`", 'upsert/a.sql.ts'],
    ["tx.$queryRaw`SELECT set_config('app.org_id', 'A', true)`", 'platform/prisma/database.ts'],
    ['tx.$executeRaw`UPDATE document SET version = 1`', 'upsert/a.sql.ts'],
    ['database.acrossOrganisations(null, work)', 'access/sessions.service.ts'],
    ['database.acrossOrganisations(null, work)', 'conflicts/deadlines.job.ts'],
  ])('%s may stand in %s', (text, path) => {
    expect(rulesIn(text, `apps/api/src/${path}`)).toEqual([])
  })
})

describe('a folder', () => {
  const files = (count: number, suffix = '.ts') =>
    Array.from({ length: count }, (_, index) => `packages/rules/src/merge/f${index}${suffix}`)

  it('may hold twelve source files and no more', () => {
    expect(tidyFolders(files(12))).toEqual([])
    expect(tidyFolders([...files(12), ...files(12, '.test.ts')])).toEqual([])
    expect(tidyFolders(files(13))).toMatchObject([{ rule: 'folder_size', count: 13 }])
  })

  it('may be three deep under src and no deeper', () => {
    expect(tidyFolders(['apps/api/src/a/b/c/d.ts'])).toEqual([])
    expect(tidyFolders(['apps/api/src/a/b/c/d/e.ts'])).toMatchObject([{ rule: 'folder_depth', count: 4 }])
  })

  it('has a name that says something', () => {
    expect(tidyFolders(['apps/api/src/utils/sum.ts'])).toMatchObject([{ rule: 'forbidden_name' }])
    expect(tidyFolders(['apps/api/src/upsert/helpers.ts'])).toMatchObject([{ rule: 'forbidden_name' }])
  })
})

describe('an exception', () => {
  const finding = { rule: 'file_length', path: 'a.ts', count: 320, limit: 300 } as const
  const exception = {
    rule: 'file_length',
    path: 'a.ts',
    count: 320,
    reason: 'one table, read as one',
  } as const

  it('excuses exactly what it names', () => {
    expect(judge([finding], [exception])).toEqual({ broken: [], slack: [] })
    expect(judge([{ ...finding, count: 321 }], [exception]).broken).toHaveLength(1)
    expect(judge([{ ...finding, path: 'b.ts' }], [exception]).broken).toHaveLength(1)
  })

  it('may only shrink', () => {
    expect(judge([{ ...finding, count: 310 }], [exception]).slack).toHaveLength(1)
    expect(judge([], [exception]).slack).toHaveLength(1)
  })
})
