import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../process/paths.ts'
import { playwrightFailures, vitestFailures } from '../suite/failures.ts'

const FILE = join(ROOT, 'packages/rules/test/laws.test.ts')

describe('what is repeated at the end', () => {
  it('is each failed test, by file and name, with what it said', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'laws hold' },
      {
        status: 'failed',
        fullName: 'laws bend',
        failureMessages: ['\u001b[31mexpected 1\u001b[39m\n  at laws'],
      },
    ]
    const report = { testResults: [{ name: FILE, status: 'failed', assertionResults }] }
    expect(vitestFailures(report)).toEqual([
      'packages/rules/test/laws.test.ts > laws bend\n    expected 1\n      at laws',
    ])
  })

  it('is a file that could not be loaded', () => {
    const report = {
      testResults: [{ name: FILE, status: 'failed', assertionResults: [], message: 'no such file' }],
    }
    expect(vitestFailures(report)).toEqual(['packages/rules/test/laws.test.ts > \n    no such file'])
  })

  it('is a failed browser test, however deep', () => {
    const tests = [{ results: [{ errors: [{ message: 'a timeout' }] }] }]
    const specs = [
      { ok: true, file: 'a.spec.ts', title: 'works' },
      { ok: false, file: 'a.spec.ts', title: 'does not', tests },
    ]
    const report = { suites: [{ specs: [], suites: [{ specs }] }] }
    expect(playwrightFailures(report)).toEqual(['e2e/a.spec.ts > does not\n    a timeout'])
  })

  it('is nothing when nothing ran', () => {
    expect([...vitestFailures({}), ...playwrightFailures(undefined)]).toEqual([])
  })
})
