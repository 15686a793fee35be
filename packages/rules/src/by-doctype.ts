/** Questions about a DocType's documents, asked by its name. */
import { fieldDef } from './merge/facts.ts'
import { effectiveRule } from './registry.ts'
import type { Doc, Json, Resolution, ResolveContext, Slot, Versions } from './shapes.ts'
import { holdSlotByRule } from './slots/hold-for-slot.ts'
import { slotByRule } from './slots/slot.ts'
import { sameByType } from './values/equality.ts'

/** The slot a document books; `null` where it books none. Wall-clock times are read in `timeZone`, else in UTC. */
export function slotOf(doctype: string, doc: Doc | null, timeZone?: string): Slot | null {
  return slotByRule(effectiveRule(doctype), doc, timeZone)
}

/** A settled resolution whose slot is another document's already, held as a `slot_collision`. */
export function holdForSlot(
  doctype: string,
  versions: Versions,
  resolution: Resolution,
  _context: ResolveContext = {},
): Resolution {
  return holdSlotByRule(effectiveRule(doctype), versions, resolution)
}

/** Whether two values of a field are the same value. */
export function sameValue(doctype: string, field: string, a: Json | undefined, b: Json | undefined): boolean {
  return sameByType(fieldDef(effectiveRule(doctype), field), a, b)
}
