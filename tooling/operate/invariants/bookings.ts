import { type Doc, docTypeRule, slotOf } from '@dartwing/rules'
import { type Breach, bySql, type Invariant, type Organisation, violationOf } from './invariant.ts'

/** No two bookings of one resource overlap, unless somebody booked anyway; and each is its document's time. */
export const bookings: Invariant = {
  number: 7,
  title: 'no resource is booked twice',
  check: async (organisation) => {
    const { rows, violations } = await bySql(organisation, 'SELECT FROM slot WHERE org_id = $1', OVERLAPS)
    return { rows, violations: [...violations, ...(await untrueBookings(organisation))] }
  },
}

const OVERLAPS: readonly Breach[] = [
  {
    reason: 'bookings that overlap',
    sql: `SELECT s.name || ' and ' || t.name || ' on ' || s.resource AS place FROM slot s
      JOIN slot t ON t.org_id = s.org_id AND t.resource = s.resource AND t.during && s.during
        AND (t.doctype, t.name) > (s.doctype, s.name)
      WHERE s.org_id = $1 AND NOT s.overridden AND NOT t.overridden`,
  },
]

interface Booking {
  readonly doctype: string
  readonly name: string
  readonly resource: string
  readonly start_ms: number
  readonly end_ms: number
  readonly data: Doc | null
}

const BOOKED = `SELECT s.doctype, s.name, s.resource, d.data,
    (extract(epoch FROM lower(s.during)) * 1000)::float8 AS start_ms,
    (extract(epoch FROM upper(s.during)) * 1000)::float8 AS end_ms
  FROM slot s LEFT JOIN document d ON d.org_id = s.org_id AND d.doctype = s.doctype AND d.name = s.name
    AND d.deleted_at IS NULL
  WHERE s.org_id = $1`

/** When a document takes place is for its rule to say, so it is asked here and not in SQL. */
async function untrueBookings({ client, org, timeZone }: Organisation) {
  const { rows } = await client.query<Booking>(BOOKED, [org])
  const untrue = rows.filter((booking) => !isTrue(booking, timeZone))
  return violationOf(
    'bookings that are not the time of their document',
    untrue.map(({ doctype, name }) => `${doctype} ${name}`),
  )
}

function isTrue({ doctype, data, resource, start_ms, end_ms }: Booking, timeZone: string): boolean {
  const isKnown = data !== null && docTypeRule(doctype) !== undefined
  const slot = isKnown ? slotOf(doctype, data, timeZone) : null
  return (
    slot !== null &&
    slot.resource === resource &&
    Date.parse(slot.start) === start_ms &&
    Date.parse(slot.end) === end_ms
  )
}
