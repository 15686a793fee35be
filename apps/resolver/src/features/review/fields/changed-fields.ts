import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import { canonical } from '../../../lib/draft/prints.ts'

/** What a side had changed when the other deleted the record; nothing for the side that deleted it. */
export function changedFields(detail: ConflictDetail, side: 'server' | 'client'): readonly FieldView[] {
  if (detail[side] === null) return []
  return detail.fields_view.filter((field) => {
    const value = field[side]
    return value !== undefined && canonical(value) !== canonical(field.base) && !field.name.startsWith('_')
  })
}
