import { type Choice, type Json, PICKS } from '../shapes.ts'
import { isObject, own } from '../values/json.ts'

/** Why something that arrived as a choice is none; nothing for a pick or a typed value. */
export function choiceProblem(choice: Choice | Json | undefined): string | undefined {
  if (!isObject(choice)) return 'has no choice'
  const hasPick = own(choice, 'pick') !== undefined
  if (hasPick === (own(choice, 'value') !== undefined)) return 'needs a pick or a value'
  return !hasPick || PICKS.some((pick) => pick === own(choice, 'pick')) ? undefined : 'has no such pick'
}
