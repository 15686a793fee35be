import { describe, expect, it } from 'vitest'
import { countPlaywright, countVitest } from '../suite/counts.ts'

describe('the closing line', () => {
  it('counts the tests of a vitest report', () => {
    const file = { status: 'failed', assertionResults: [{ status: 'failed' }] }
    const report = { numPassedTests: 40, numFailedTests: 1, testResults: [file] }
    expect(countVitest(report)).toEqual({ passed: 40, failed: 1 })
  })

  it('counts a file that could not be loaded as a failure', () => {
    const file = { status: 'failed', assertionResults: [] }
    const report = { numPassedTests: 40, numFailedTests: 0, testResults: [file] }
    expect(countVitest(report)).toEqual({ passed: 40, failed: 1 })
  })

  it('counts a browser test that passed only on a second try as a failure', () => {
    const report = { stats: { expected: 12, unexpected: 1, flaky: 2, skipped: 0 } }
    expect(countPlaywright(report)).toEqual({ passed: 12, failed: 3 })
  })
})
