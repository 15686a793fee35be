/** The day around a conflict over time: what is booked on the resource, and where there is room. */
import type { Booking, Calendar } from '@dartwing/protocol'
import type { Slot } from '@dartwing/rules'
import type { DocumentKey } from '../../store/documents.sql.ts'
import type { BookedSlot } from '../../store/slots.sql.ts'
import { DAYS_FAR, freeTimes } from './free-times.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const DAYS_AHEAD = 4

export interface CalendarFacts {
  readonly server: Slot | null
  readonly client: Slot | null
  readonly booked: readonly BookedSlot[]
  readonly titleOf: (doctype: string, name: string) => string
  readonly own: DocumentKey
  readonly other: DocumentKey | null
  readonly linkTitles: ReadonlyMap<string, string>
  readonly time_zone: string
  readonly now: string
}

/** The window of bookings that `calendarOf` needs. */
export const calendarWindow = (slots: readonly Slot[]) => windowAround(slots, DAYS_FAR)

/** The window in which a decision is taken. */
export function windowAround(
  slots: readonly Slot[],
  daysAhead = DAYS_AHEAD,
): { from: string; to: string } | null {
  if (slots.length === 0) return null
  const starts = slots.map((slot) => Date.parse(slot.start))
  return {
    // The whole of the day before, too.
    from: new Date(Math.min(...starts) - 2 * DAY_MS).toISOString(),
    to: new Date(Math.max(...starts) + (daysAhead + 1) * DAY_MS).toISOString(),
  }
}

export function calendarOf(facts: CalendarFacts): Calendar | null {
  const { server, client, time_zone } = facts
  const wanted = client ?? server
  if (wanted === null) return null
  return {
    resource: wanted.resource,
    resource_label: resourceLabel(wanted.resource, facts.linkTitles),
    time_zone,
    server: server && { start: server.start, end: server.end },
    client: client && { start: client.start, end: client.end },
    overlap_minutes: server && client ? overlapMinutes(server, client) : 0,
    day: dayOf(facts, wanted),
    free: freeForThis(facts, wanted),
    free_for_other: freeForOther(facts),
  }
}

/** A resource is `field:value`, or the organisation's one calendar. */
function resourceLabel(resource: string, linkTitles: ReadonlyMap<string, string>): string {
  const value = resource.replace(/^[^:]*:/, '')
  return resource === 'calendar' ? 'Calendar' : (linkTitles.get(value) ?? value)
}

/** What is booked on the days in question and those beside them, and the device's proposal among it. */
function dayOf(facts: CalendarFacts, wanted: Slot): Booking[] {
  const { booked, titleOf, own, other, server, client, time_zone } = facts
  const localDate = dateIn(time_zone)
  const days = daysAround([wanted, ...(server === null ? [] : [server])], localDate)
  const stored = booked
    .filter(
      ({ resource, start }) => resource === wanted.resource && days.has(localDate.format(new Date(start))),
    )
    .map(({ doctype, name, start, end }): Booking => {
      const isPartOfIt = name === own.name || name === other?.name
      return {
        doctype,
        name,
        title: titleOf(doctype, name),
        start,
        end,
        role: isPartOfIt ? 'server' : 'neighbour',
      }
    })
  if (client === null) return stored
  const { start, end } = client
  const proposal: Booking = { ...own, title: titleOf(own.doctype, own.name), start, end, role: 'client' }
  return [...stored, proposal].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
}

function daysAround(slots: readonly Slot[], localDate: Intl.DateTimeFormat): ReadonlySet<string> {
  const starts = slots.map((slot) => Date.parse(slot.start))
  return new Set(starts.flatMap((at) => [at - DAY_MS, at, at + DAY_MS].map((time) => localDate.format(time))))
}

/** For this document: beside what others have booked. */
function freeForThis({ booked, own, time_zone, now }: CalendarFacts, wanted: Slot) {
  const taken = booked.filter((slot) => slot.resource === wanted.resource && !isOf(slot, own))
  return freeTimes({ wanted, taken, time_zone, now })
}

/** For the other document of a slot collision: this one gets the time it asked for. */
function freeForOther({ booked, other, server, client, time_zone, now }: CalendarFacts) {
  if (other === null || server === null) return []
  const taken = booked.filter((slot) => slot.resource === server.resource && !isOf(slot, other))
  const spokenFor = client?.resource === server.resource ? [client] : []
  return freeTimes({ wanted: server, taken: [...taken, ...spokenFor], time_zone, now })
}

export const isOf = (slot: DocumentKey, { doctype, name }: DocumentKey) =>
  slot.doctype === doctype && slot.name === name

function dateIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
}

function overlapMinutes(a: Slot, b: Slot): number {
  const from = Math.max(Date.parse(a.start), Date.parse(b.start))
  const to = Math.min(Date.parse(a.end), Date.parse(b.end))
  return Math.max(0, Math.round((to - from) / MINUTE_MS))
}
