/**
 * `npm run conformance -- FILE...`: runs files of cases, this project's own where none is named. Prints a line for each
 * case that fails and a count; exits with 1 when one fails or a file can not be read.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { type Case, failures } from './case.ts'

const given = process.argv.slice(2)
// npm changes to the root of the repository; a path is meant from where it was typed.
const files = given.length > 0 ? given.map((file) => resolve(process.env.INIT_CWD ?? '', file)) : ownFiles()

let passed = 0
let failed = 0
for (const file of files) {
  try {
    for (const testCase of casesOf(file)) {
      const problems = failures(testCase)
      if (problems.length === 0) passed += 1
      else report(file, `${testCase.name}: ${problems.join('; ')}`)
    }
  } catch (error) {
    report(file, error instanceof Error ? error.message : String(error))
  }
}
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

function report(file: string, what: string): void {
  failed += 1
  console.error(`${basename(file)}: ${what}`)
}

function ownFiles(): readonly string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.json'))
    .map((file) => resolve(import.meta.dirname, file))
}

function casesOf(file: string): readonly Case[] {
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(list) || list.length === 0) throw new Error('holds no list of cases')
  return list.map((item: unknown, index) => {
    if (!isCase(item)) throw new Error(`case ${index + 1} has no name, DocType, client and expectation`)
    return item
  })
}

function isCase(item: unknown): item is Case {
  if (typeof item !== 'object' || item === null || !('client' in item)) return false
  const { name, doctype, expect } = item as Record<string, unknown>
  return typeof name === 'string' && typeof doctype === 'string' && typeof expect === 'object' && !!expect
}
