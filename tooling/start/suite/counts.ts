import { at, list, playwrightResults, vitestResults } from './results.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
}

export const NOTHING: Counts = { passed: 0, failed: 0 }

export function vitestCounts(): Counts {
  return vitestResults().map(countVitest).reduce(sum, NOTHING)
}

export function playwrightCounts(): Counts {
  return countPlaywright(playwrightResults())
}

export function countVitest(results: unknown): Counts {
  // A file that could not be loaded has no tests that could fail.
  const unloadable = list(results, 'testResults').filter(
    (each) => at(each, 'status') === 'failed' && list(each, 'assertionResults').length === 0,
  ).length
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

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
