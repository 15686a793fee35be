import type { ConflictDetail, Interval, Side } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { slotIn } from '../slot-in.ts'
import { type TimeField, timeFieldsIn, timeFieldsOf } from '../slot-values.ts'

/** One of the two appointments that want the same time. */
export interface Party {
  readonly target: 'this' | 'other'
  /** In the picture: the one that holds the slot is the server's, the one that asks came from the device. */
  readonly side: 'server' | 'client'
  readonly title: string
  readonly name: string
  readonly doc: Doc
  readonly who: Side
  readonly slot: Interval | null
  readonly fields: readonly TimeField[]
}

export function partiesOf(detail: ConflictDetail): { asks: Party; holds: Party | null } {
  const { calendar, other } = detail
  const zone = calendar?.time_zone ?? detail.time_zone
  const fields = timeFieldsOf(detail)
  const doc = detail.client ?? detail.server ?? {}
  const asks: Party = {
    target: 'this',
    side: 'client',
    title: detail.title,
    name: detail.name,
    doc,
    who: detail.sides.client,
    slot: slotIn(fields, doc, zone) ?? calendar?.client ?? null,
    fields,
  }
  if (other === null) return { asks, holds: null }
  const theirs = timeFieldsIn(fields, other.data)
  return {
    asks,
    holds: {
      target: 'other',
      side: 'server',
      title: other.title,
      name: other.name,
      doc: other.data,
      who: other.side,
      slot: slotIn(theirs, other.data, zone) ?? calendar?.server ?? null,
      fields: theirs,
    },
  }
}

const WHO_FIELDS = ['attendee_name', 'customer_name', 'customer', 'contact']
const WHERE_FIELDS = ['provider', 'resource', 'location']
const WHAT_FIELDS = ['appointment_type', 'status']

/** The few facts people ask for before they move somebody's appointment. */
export function factsOf(doc: Doc): readonly { label: string; text: string }[] {
  const first = (names: readonly string[]): string | null => {
    const value = names.map((name) => doc[name]).find((text) => typeof text === 'string' && text !== '')
    return typeof value === 'string' ? value : null
  }
  const facts = [
    { label: t`Customer`, text: first(WHO_FIELDS) },
    { label: t`With`, text: first(WHERE_FIELDS) },
    { label: t`Kind`, text: first(WHAT_FIELDS) },
  ]
  return facts.flatMap(({ label, text }) => (text === null ? [] : [{ label, text }]))
}
