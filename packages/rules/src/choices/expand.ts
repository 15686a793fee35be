/** From what a person chose to one choice for every field it settles. */
import { type CompiledRule, factOf, fieldDef } from '../merge/facts.ts'
import type { Choice, Choices, Held, Json } from '../shapes.ts'
import { isSafeKey } from '../values/json.ts'
import { fits } from '../values/validity.ts'
import { choiceProblem } from './choice-problem.ts'
import { pickedValue, sidesOf } from './sides.ts'

export interface Chosen {
  readonly field: string
  readonly value: Json
}

/** The values the choices settle, or why they can not be applied. */
export function expandChoices(
  compiled: CompiledRule,
  held: Held,
  choices: Choices,
): { readonly chosen: readonly Chosen[] } | { readonly problem: string } {
  const byField = new Map<string, Choice>()
  for (const [field, choice] of Object.entries(choices)) {
    const problem = problemWith(compiled, held, field, choice)
    if (problem) return { problem }
    if (!('pick' in choice)) continue
    for (const member of membersOf(compiled, held, field)) {
      const other = byField.get(member)
      if (other && 'pick' in other && other.pick !== choice.pick)
        return { problem: `${member} is picked twice` }
      byField.set(member, choice)
    }
  }
  for (const [field, choice] of Object.entries(choices)) if ('value' in choice) byField.set(field, choice)
  return valuesOf(compiled, held, byField)
}

function valuesOf(compiled: CompiledRule, held: Held, byField: ReadonlyMap<string, Choice>) {
  const chosen: Chosen[] = []
  for (const [field, choice] of byField) {
    const value = 'pick' in choice ? pickedValue(compiled.rule, held, field, choice.pick) : choice.value
    if (value === undefined) return { problem: `${field} has no such value to pick` }
    chosen.push({ field, value })
  }
  return { chosen }
}

/** A pick of one member is a pick of the group, as far as anyone has its members. */
function membersOf(compiled: CompiledRule, held: Held, field: string): readonly string[] {
  const { server, client } = sidesOf(held)
  const known = [server, client, held.server ?? {}, held.base ?? {}]
  return factOf(compiled, field).fields.filter(
    (member) => member === field || known.some((side) => Object.hasOwn(side, member)),
  )
}

function problemWith(compiled: CompiledRule, held: Held, field: string, choice: Choice): string | undefined {
  if (!isSafeKey(field) || compiled.ignored.has(field)) return `${field} can not be chosen`
  if (!isKnown(compiled, held, field)) return `${field} is no field of this record`
  const problem = choiceProblem(choice)
  if (problem) return `${field} ${problem}`
  if ('pick' in choice) return undefined
  return fits(fieldDef(compiled.rule, field), choice.value) ? undefined : `${field} does not take this value`
}

function isKnown(compiled: CompiledRule, held: Held, field: string): boolean {
  const { server, client } = sidesOf(held)
  return (
    held.hold.fields.includes(field) ||
    compiled.facts.has(field) ||
    [server, client, held.server ?? {}, held.base ?? {}].some((side) => Object.hasOwn(side, field))
  )
}
