import type { ConflictKind } from '@dartwing/protocol'
import { IconArrowsSplit2, IconCalendarX, IconSignature, IconTrashX } from '@tabler/icons-react'

/** What kinds of decision there are, in the words of the person who decides. */
export const KINDS = {
  field_conflict: { label: 'Two versions', icon: IconArrowsSplit2 },
  slot_collision: { label: 'Double booking', icon: IconCalendarX },
  signature_review: { label: 'Two signatures', icon: IconSignature },
  delete_edit: { label: 'Deleted and changed', icon: IconTrashX },
} as const satisfies Record<ConflictKind, { label: string; icon: typeof IconSignature }>

export const KIND_OPTIONS = Object.entries(KINDS).map(([value, kind]) => ({ value, label: kind.label }))
