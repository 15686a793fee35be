import type { ConflictDetail, HistoryEntry } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { canonical } from '../../../lib/draft/prints.ts'
import { formDifferences, partyOf, signatureField } from '../signature-parties.ts'

/** A field that says something else today than when somebody put their name to it. */
export interface ChangedField {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly unit: string | null
  readonly signed: Json | undefined
  readonly now: Json | undefined
}

/** Follows from the signatures; nobody signs it. */
const FOLLOWS = new Set(['validation_status'])

/** The device signed the form it had; what that form and today's differ in was changed after it, or without it. */
export function changedSinceDevice(detail: ConflictDetail): readonly ChangedField[] {
  return formDifferences(detail)
    .filter(({ name }) => !FOLLOWS.has(name))
    .map(({ name, label, type, unit, server, client }) => ({
      name,
      label,
      type,
      unit,
      signed: client,
      now: server,
    }))
}

/** What the form's own history says has changed since the server's signature; null = that far it is not kept. */
export function changedSinceServer(
  detail: ConflictDetail,
  entries: readonly Pick<HistoryEntry, 'changes'>[],
): readonly ChangedField[] | null {
  const signature = signatureField(detail)
  const { picture } = partyOf(detail, 'server')
  const group = new Set(
    detail.fields_view
      .filter(
        (field) =>
          field.name === signature?.name ||
          (field.group !== null && field.group.name === signature?.group?.name),
      )
      .map((field) => field.name),
  )
  const signed = new Map<string, { label: string; before: Json | undefined }>()
  for (const { changes } of entries) {
    if (changes === null) return null
    if (changes.some((change) => change.field === signature?.name && change.after === picture)) {
      return toChanged(detail, signed)
    }
    // From the newest back: the oldest change after the signature says what was signed.
    for (const { field, label, before } of changes) {
      if (!group.has(field) && !FOLLOWS.has(field)) signed.set(field, { label, before })
    }
  }
  return null
}

function toChanged(
  detail: ConflictDetail,
  signed: ReadonlyMap<string, { label: string; before: Json | undefined }>,
): readonly ChangedField[] {
  return [...signed].flatMap(([name, { label, before }]) => {
    const now = detail.server?.[name]
    if (canonical(before ?? null) === canonical(now ?? null)) return []
    const view = detail.fields_view.find((field) => field.name === name)
    return [{ name, label, type: view?.type ?? 'text', unit: view?.unit ?? null, signed: before, now }]
  })
}
