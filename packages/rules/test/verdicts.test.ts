import { describe, expect, it } from 'vitest'
import { docTypeRule } from '../src/index.ts'
import { compileRule, factOf } from '../src/merge/facts.ts'
import { clientUncontested } from '../src/merge/verdict.ts'

describe('clientUncontested', () => {
  it('writes the fields of a group that the client changed, and no other', () => {
    const rule = docTypeRule('Dispatch Job')
    if (!rule) throw new Error('an unregistered DocType')
    const compiled = compileRule(rule)
    const mine = { byServer: false, byClient: true, isEqual: false }
    const others = { byServer: true, byClient: false, isEqual: false }
    const sides = {
      base: { scheduled_date: '2025-12-01', scheduled_time: '09:00' },
      server: { scheduled_date: '2025-12-01', scheduled_time: '10:00' },
      client: { scheduled_date: '2025-12-02', scheduled_time: '09:00' },
    }
    const verdict = clientUncontested(
      { compiled, ...sides, context: {} },
      {
        fact: factOf(compiled, 'scheduled_date'),
        fields: [
          { field: 'scheduled_date', ...mine },
          { field: 'scheduled_time', ...others },
        ],
        byServer: false,
        byClient: true,
        isEqual: false,
      },
    )
    expect(verdict.winner).toBe('client')
    expect(verdict.values).toEqual([{ field: 'scheduled_date', value: '2025-12-02' }])
  })
})
