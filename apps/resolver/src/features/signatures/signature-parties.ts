import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { canonical } from '../../lib/draft/prints.ts'
import { isEmptyValue } from '../../lib/draft/units.ts'

export type SignedSide = 'server' | 'client'

export interface SignedParty {
  readonly side: SignedSide
  readonly picture: string | null
  readonly signedBy: string | null
  readonly signedAt: string | null
  readonly templateVersion: string | null
}

export function signatureField(detail: ConflictDetail): FieldView | undefined {
  const pictures = detail.fields_view.filter(
    (field) => field.type === 'signature' || field.name === 'signature',
  )
  return pictures.find((field) => field.disposition === 'needs_choice') ?? pictures[0]
}

export function partyOf(detail: ConflictDetail, side: SignedSide): SignedParty {
  const field = signatureField(detail)
  return {
    side,
    picture: text(field?.[side]) ?? text(detail[side]?.signature),
    signedBy: text(recorded(detail, side, 'signed_by_name')),
    signedAt: text(recorded(detail, side, 'signed_at')),
    templateVersion: text(recorded(detail, side, 'template_version')),
  }
}

function recorded(detail: ConflictDetail, side: SignedSide, name: string): Json | undefined {
  const view = detail.fields_view.find((field) => field.name === name)
  return view?.[side] ?? detail[side]?.[name]
}

function text(value: Json | undefined): string | null {
  return value == null || value === '' || typeof value === 'object' ? null : String(value)
}

/** Where the two forms themselves differ, the signatures aside: what each of the two people put their name to. */
export function formDifferences(detail: ConflictDetail): readonly FieldView[] {
  const group = signatureField(detail)?.group?.name
  return detail.fields_view.filter((field) => {
    if (field.type === 'signature' || field.name === 'signature') return false
    if (group !== undefined && field.group?.name === group) return false
    const { server, client } = field
    if (isEmptyValue(server) && isEmptyValue(client)) return false
    return server !== undefined && client !== undefined && canonical(server) !== canonical(client)
  })
}
