import type { Doc } from './shapes.ts'
import { isSafeKey } from './values/json.ts'

/**
 * a device's own later writes are not concurrent with it. The base overlaid, in order, with the data of this
 * device's later mutations, won or lost; child tables count whole. An unknown base stays unknown.
 */
export function effectiveBase(
  base: Doc | null | undefined,
  laterOwnMutations: readonly Doc[],
): Doc | null | undefined {
  if (base === undefined || laterOwnMutations.length === 0) return base
  const fields = [base ?? {}, ...laterOwnMutations].flatMap((data) => Object.entries(data))
  return Object.fromEntries(fields.filter(([field]) => isSafeKey(field)))
}
