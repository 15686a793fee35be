/** Every case of every file in `conformance/`. A new case needs no change here. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Case, failures } from '../conformance/case.ts'

const FOLDER = fileURLToPath(new URL('../conformance/', import.meta.url))
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))

function casesOf(file: string): readonly Case[] {
  return JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8'))
}

describe.each(FILES)('%s', (file) => {
  it.each(casesOf(file).map((testCase) => [testCase.name, testCase] as const))('%s', (_name, testCase) => {
    expect(failures(testCase)).toEqual([])
  })
})

describe('the cases', () => {
  const STRATEGIES = [
    'server_wins',
    'client_wins',
    'field_level',
    'manual_resolve',
    'append_only',
    'version_all',
    'last_write_wins',
  ]
  const CELLS = [
    'client deletes, server unchanged',
    'client deletes, server changed',
    'server deleted, client edits',
  ]
  const names = FILES.flatMap((file) => casesOf(file).map(({ name }) => name))
  const missing = (prefixes: readonly string[]) =>
    prefixes.filter((prefix) => !names.some((name) => name.startsWith(prefix)))

  it('have one of every law', () => {
    expect(missing(Array.from({ length: 17 }, (_, index) => `R-${index + 1}:`))).toEqual([])
  })
  it('have one of every strategy', () => {
    expect(missing(STRATEGIES.map((strategy) => `strategy ${strategy}:`))).toEqual([])
  })
  it('have one of every cell of the table of deletes', () => {
    const cells = STRATEGIES.flatMap((strategy) => CELLS.map((cell) => `delete, ${strategy}: ${cell}`))
    const undeletable = ['Dispatch Job', 'Conversation', 'Form Submission'].flatMap((doctype) =>
      CELLS.slice(0, 2).map((cell) => `delete, ${doctype}: ${cell}`),
    )
    expect(missing([...cells, ...undeletable])).toEqual([])
  })
  it('have names of their own, and expect something', () => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    const idle = FILES.flatMap(casesOf).filter((testCase) => Object.keys(testCase.expect).length === 0)
    expect(idle).toEqual([])
  })
})
