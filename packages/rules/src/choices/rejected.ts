import type { CompiledRule } from '../merge/facts.ts'
import type { Held, Resolution } from '../shapes.ts'

/** An answer that can not be applied: nothing changes, and everything that was pending still is. */
export function rejected({ rule }: CompiledRule, held: Held, code: string, message: string): Resolution {
  const pending = [...held.hold.fields]
  return {
    outcome: 'rejected',
    doc: held.server,
    strategy: rule.strategy,
    decisions: [],
    conflicts: pending,
    pending,
    hold: held.hold,
    notices: [],
    rejection: { code, message },
  }
}
