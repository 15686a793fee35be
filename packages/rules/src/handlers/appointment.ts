import type { Merge } from '../merge/diff.ts'
import type { Hold } from '../shapes.ts'
import { overlaps, slotByRule } from '../slots/slot.ts'
import type { ConflictHandler } from './handler.ts'

/** Says whether two versions of one appointment are about overlapping times or merely about different ones. */
export const AppointmentConflictHandler: ConflictHandler = {
  conflictType(merge: Merge): Hold['conflict_type'] {
    const { rule } = merge.compiled
    const device = merge.base ? { ...merge.base, ...merge.client } : merge.client
    const ours = slotByRule(rule, merge.server, merge.context.time_zone)
    const theirs = slotByRule(rule, device, merge.context.time_zone)
    return ours && theirs && overlaps(ours, theirs) ? 'time_overlap' : 'data_divergence'
  },
}
