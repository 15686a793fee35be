/** Answers to holds, over every DocType: whatever is held can be answered, and any answer has an outcome. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  applyChoices,
  type Choices,
  choicesForAction,
  docTypeRule,
  type Held,
  type Json,
  PICKS,
  registeredDocTypes,
  resolveConflict,
  sameValue,
  slotOf,
  timeoutChoices,
} from '../src/index.ts'
import { contestedOf, contextOf, deepFreeze, hostileDoc, versionsOf } from './arbitrary.ts'
import { tallyOf } from './tally.ts'

const options = { seed: 20251201, numRuns: 80 }

const choice = fc.oneof(
  fc.constantFrom(...PICKS).map((pick) => ({ pick })),
  fc.jsonValue({ maxDepth: 1 }).map((value) => ({ value: value as Json })),
  fc.jsonValue({ maxDepth: 1 }),
)

const { saw } = tallyOf('choice-laws.test.ts')

describe.each(registeredDocTypes())('%s', (name) => {
  const rule = docTypeRule(name)
  if (!rule) throw new Error('an unregistered DocType')
  const contested = { arbitrary: contestedOf(rule), weight: 3 }
  const any = { arbitrary: versionsOf(rule), weight: 1 }
  const situation = fc.tuple(fc.oneof(contested, any), contextOf)

  it('whatever is held can be settled for either side', () => {
    fc.assert(
      fc.property(situation, ([versions, context]) => {
        const { hold, doc } = resolveConflict(name, versions, { ...context, stale: true })
        saw('a hold can be settled', hold ? `${hold.kind} held` : 'nothing held')
        if (!hold) return
        const held: Held = deepFreeze({ hold, base: versions.base, server: doc, client: versions.client })
        for (const side of ['server', 'client'] as const) {
          const choices = Object.fromEntries(hold.fields.map((field) => [field, { pick: side }]))
          const result = applyChoices(name, held, choices)
          expect(result.pending).toEqual([])
          expect(['merged', 'unchanged']).toContain(result.outcome)
          if (hold.kind === 'delete_edit') continue
          for (const field of hold.fields) {
            expect(sameValue(name, field, result.doc?.[field], versions[side]?.[field]), field).toBe(true)
          }
        }
        const fallback = timeoutChoices(name, held)
        if (fallback) expect(applyChoices(name, held, fallback).pending).toEqual([])
      }),
      options,
    )
  })

  it('any answer to anything has an outcome, and changes no input', () => {
    const docs = fc.tuple(hostileDoc, hostileDoc, hostileDoc, fc.subarray(Object.keys(rule.fields)))
    fc.assert(
      fc.property(
        docs,
        fc.dictionary(fc.constantFrom('_document', '__proto__', ...Object.keys(rule.fields)), choice),
        (sides, choices) => {
          const [base, server, client, fields] = sides
          const kind = fields.length % 2 === 0 ? 'field_conflict' : 'delete_edit'
          const held: Held = deepFreeze({ hold: { kind, fields, server, client }, base, server, client })
          const answer = deepFreeze(choices) as Choices
          for (const action of ACTIONS) {
            const result = applyChoices(name, held, choicesForAction(name, held, action, answer))
            expect(['merged', 'unchanged', 'held', 'rejected']).toContain(result.outcome)
            saw('any answer has an outcome', result.outcome, action)
          }
          const slot = slotOf(name, client, 'Europe/Berlin')
          if (slot) expect(slot.start < slot.end).toBe(true)
        },
      ),
      options,
    )
  })
})
