import { FAULTS, type Options } from './options.ts'
import type { SeedResult } from './result.ts'

/** Lives through a smaller world; answers it when it is still broken in the same way, else null. */
export type TryOut = (options: Options) => Promise<SeedResult | null>

const DEVICES_MIN = 1

/**
 * Takes parts away from a broken world for as long as it stays broken: classes of faults, devices, the second server,
 * changes at its end, then single changes. `hasTime` is asked before each attempt.
 */
export async function shrink(
  broken: SeedResult,
  tryOut: TryOut,
  hasTime: () => boolean,
): Promise<SeedResult> {
  let best = broken
  const attempt = async (change: Partial<Options>): Promise<boolean> => {
    if (!hasTime()) return false
    const smaller = await tryOut({ ...best.options, ...change })
    if (smaller !== null) best = smaller
    return smaller !== null
  }
  const rates = () => best.options.rates
  for (const fault of FAULTS) if (rates()[fault] > 0) await attempt({ rates: { ...rates(), [fault]: 0 } })
  for (const slot of broken.options.slots) {
    const slots = best.options.slots.filter((one) => one !== slot)
    if (slots.length >= DEVICES_MIN) await attempt({ slots })
  }
  if (best.options.replicas > 1) await attempt({ replicas: 1 })
  for (let step = best.options.changes >> 1; step > 0; step >>= 1) {
    while (best.options.changes > step && (await attempt({ changes: best.options.changes - step })));
  }
  await leaveOutChanges(() => best, attempt)
  return best
}

/** Halves of the changes, then quarters, down to single ones. */
async function leaveOutChanges(
  best: () => SeedResult,
  attempt: (change: Partial<Options>) => Promise<boolean>,
): Promise<void> {
  for (let size = best().made.length >> 1; size > 0; size >>= 1) {
    for (let from = 0; from < best().made.length; ) {
      const leftOut = [...best().options.leftOut, ...best().made.slice(from, from + size)]
      if (!(await attempt({ leftOut }))) from += size
    }
  }
}
