import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../process/paths.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
}

/** Where every package's test run writes its results; ignored by git. */
export const VITEST_RESULTS = '.turbo/vitest.json'
export const PLAYWRIGHT_RESULTS = join(ROOT, '.turbo', 'playwright.json')

export const NOTHING: Counts = { passed: 0, failed: 0 }

export function forgetResults(): void {
  for (const file of [...vitestFiles(), PLAYWRIGHT_RESULTS]) rmSync(file, { force: true })
}

export function vitestCounts(): Counts {
  return vitestFiles().map(readJson).map(countVitest).reduce(sum, NOTHING)
}

export function playwrightCounts(): Counts {
  return existsSync(PLAYWRIGHT_RESULTS) ? countPlaywright(readJson(PLAYWRIGHT_RESULTS)) : NOTHING
}

export function countVitest(results: unknown): Counts {
  const files = at(results, 'testResults')
  // A file that could not be loaded has no tests that could fail.
  const unloadable = Array.isArray(files)
    ? files.filter((each) => at(each, 'status') === 'failed' && isEmpty(at(each, 'assertionResults'))).length
    : 0
  return {
    passed: number(at(results, 'numPassedTests')),
    failed: number(at(results, 'numFailedTests')) + unloadable,
  }
}

export function countPlaywright(results: unknown): Counts {
  const stats = at(results, 'stats')
  // A test that passed only when tried again is not a pass.
  const failed = number(at(stats, 'unexpected')) + number(at(stats, 'flaky'))
  return { passed: number(at(stats, 'expected')), failed }
}

export function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed }
}

function vitestFiles(): string[] {
  return ['packages', 'apps', 'tooling'].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => join(ROOT, group, name, VITEST_RESULTS))
      .filter((file) => existsSync(file)),
  )
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function at(value: unknown, key: string): unknown {
  return value && typeof value === 'object' ? Reflect.get(value, key) : undefined
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function isEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0
}
