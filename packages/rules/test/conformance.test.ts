/** Every case of every file in `conformance/`. A new case needs no change here. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { resolveConflict } from '../src/index.ts'
import { type Case, failures, versionsOf } from './conformance.ts'

const FOLDER = fileURLToPath(new URL('../conformance/', import.meta.url))
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))

describe.each(FILES)('%s', (file) => {
  const cases: readonly Case[] = JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8'))
  it.each(cases.map((testCase) => [testCase.name, testCase] as const))('%s', (_name, testCase) => {
    const resolution = resolveConflict(testCase.doctype, versionsOf(testCase), testCase.context)
    expect(failures(testCase, resolution)).toEqual([])
  })
})
