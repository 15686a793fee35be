/** What a changed rule makes of the same versions. */
import type { FieldDecision, Json, Resolution, Winner } from '../shapes.ts'
import { canonicalJson } from '../values/canonical-json.ts'

/** How one field ended; nothing where there was nothing to decide about it. */
export type Ending = Pick<FieldDecision, 'winner' | 'rule' | 'value'>

export interface FieldFlip {
  readonly field: string
  readonly before: Ending | null
  readonly after: Ending | null
}

/** The fields that end otherwise: won by another side, or with another value. A rule's name alone is no flip. */
export function flippedFields(before: Resolution, after: Resolution): readonly FieldFlip[] {
  const was = endings(before)
  const is = endings(after)
  const fields = [...new Set([...was.keys(), ...is.keys()])].sort()
  return fields.flatMap((field) => {
    const flip = { field, before: was.get(field) ?? null, after: is.get(field) ?? null }
    return printOf(flip.before) === printOf(flip.after) ? [] : [flip]
  })
}

function endings({ decisions }: Resolution): ReadonlyMap<string, Ending> {
  return new Map(
    decisions.map(({ field, winner, rule, value }) => [
      field,
      { winner, rule, ...(value === undefined ? {} : { value }) },
    ]),
  )
}

function printOf(ending: Ending | null): string {
  const print: readonly [Winner | null, Json] = [ending?.winner ?? null, ending?.value ?? null]
  return canonicalJson(print)
}
