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

/** Of a record that one side deleted no field is asked about, and yet not all are as they were. */
export function withoutChanged(detail: ConflictDetail, fields: readonly FieldView[]): readonly FieldView[] {
  if (detail.kind !== 'delete_edit') return fields
  const changed = new Set([...changedFields(detail, 'server'), ...changedFields(detail, 'client')])
  return fields.filter((field) => !changed.has(field))
}
