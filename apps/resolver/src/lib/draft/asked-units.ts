import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import type { Draft } from './draft.ts'
import { splitFields, type Unit, unitIdOf } from './units.ts'

/** What a draft was asked, of an item that is closed by now: with what stood on each side when it was answered. */
export function askedUnits(draft: Draft, { fields, fields_view }: ConflictDetail): readonly Unit[] {
  const asked = fields_view.flatMap((field): FieldView[] => {
    const unit = unitIdOf(field)
    const then = draft.was[unit]?.[field.name]
    if (then === undefined) return []
    const { base: _base, server: _server, client: _client, ...rest } = field
    const waited = fields.includes(field.name) || draft.overrides.includes(unit)
    return [{ ...rest, ...then, disposition: waited ? 'needs_choice' : 'unchanged' }]
  })
  return splitFields({ fields_view: asked, decisions: [] }).open
}
