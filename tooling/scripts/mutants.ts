/**
 * `npm run mutants`: puts one fault at a time into a copy of packages/rules and sees that the test named for it fails.
 * The sources themselves are never touched. Exits with 1 when a fault survives or no longer fits the code.
 */
import { readFileSync } from 'node:fs'
import { makeCopy } from './mutants/copy.ts'
import { readMutants } from './mutants/mutant.ts'
import { failedTests } from './mutants/run-tests.ts'

const MUTANTS = new URL('./mutants/rules.json', import.meta.url)

const mutants = readMutants(readFileSync(MUTANTS, 'utf8'))
const copy = makeCopy('packages/rules')
let survivors = 0
try {
  const healthy = failedTests(copy.folder, [...new Set(mutants.map(({ test }) => test))])
  if (healthy.length > 0) throw new Error(`Without any fault these tests fail:\n${healthy.join('\n')}`)
  console.log('| fault in | what it does | killed by |\n|---|---|---|')
  for (const mutant of mutants) {
    const failed = copy.withFault(mutant, () => failedTests(copy.folder, [mutant.test]))
    const isKilled = failed.some((title) => title === mutant.title)
    if (!isKilled) survivors += 1
    const killer = isKilled ? `${mutant.test} › ${mutant.title} (${failed.length} tests fail)` : 'NOTHING'
    console.log(`| ${mutant.of} | ${mutant.says} | ${killer} |`)
  }
} finally {
  copy.remove()
}
console.log(`${mutants.length} faults, ${survivors} survived`)
if (survivors > 0) process.exitCode = 1
