/** What `npm run mutants` will do, seen quickly: each fault fits the code as it is, and names a test that exists. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readMutants, withFault } from '../mutants/mutant.ts'

const RULES = new URL('../../../packages/rules/', import.meta.url)
const MUTANTS = readMutants(readFileSync(new URL('../mutants/rules.json', import.meta.url), 'utf8'))
const STRATEGIES = [
  ...['server_wins', 'client_wins', 'field_level', 'manual_resolve', 'append_only', 'version_all'],
  'last_write_wins',
].map((name) => `strategy ${name}`)

describe('the faults', () => {
  it('are one at least for every strategy, handler and child rule', () => {
    const handlers = ['appointment', 'conversation', 'form_submission'].map((name) => `handler ${name}`)
    const childRules = ['union', 'first_write_wins', 'append_only', 'sum_quantities', 'order_by'].map(
      (name) => `child rule ${name}`,
    )
    const broken = MUTANTS.map(({ of }) => of)
    expect([...STRATEGIES, ...handlers, ...childRules].filter((part) => !broken.includes(part))).toEqual([])
  })

  it.each(MUTANTS.map((mutant) => [`${mutant.of}: ${mutant.says}`, mutant] as const))(
    '%s',
    (_name, mutant) => {
      const source = readFileSync(new URL(mutant.file, RULES), 'utf8')
      expect(withFault(source, mutant)).not.toBe(source)
    },
  )

  it('that fit nowhere, or twice, are refused', () => {
    const [first] = MUTANTS
    if (!first) throw new Error('no fault')
    expect(() => withFault('', first)).toThrow('0 places')
    expect(() => withFault(first.find.repeat(2), first)).toThrow('2 places')
    expect(() => readMutants('[{}]')).toThrow('fault 1 lacks')
  })
})
