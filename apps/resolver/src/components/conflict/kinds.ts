import type { ConflictKind } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { IconArrowsSplit2, IconCalendarX, IconSignature, IconTrashX } from '@tabler/icons-react'

/** What kinds of decision there are, in the words of the person who decides. */
export const KINDS = {
  field_conflict: {
    get label() {
      return t`Two versions`
    },
    icon: IconArrowsSplit2,
  },
  slot_collision: {
    get label() {
      return t`Double booking`
    },
    icon: IconCalendarX,
  },
  signature_review: {
    get label() {
      return t`Two signatures`
    },
    icon: IconSignature,
  },
  delete_edit: {
    get label() {
      return t`Deleted and changed`
    },
    icon: IconTrashX,
  },
} as const satisfies Record<ConflictKind, { label: string; icon: typeof IconSignature }>

export const kindOptions = () => Object.entries(KINDS).map(([value, kind]) => ({ value, label: kind.label }))
