/** The day around a conflict over time: what is booked on the resource, and where there is room. */
import type { Booking, Calendar, Interval } from '@dartwing/protocol'
import type { Slot } from '@dartwing/rules'
import type { BookedSlot } from '../../store/slots.sql.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const STEP_MS = 30 * MINUTE_MS
/** Wall-clock hours in which free time is offered. */
const WORKING_HOURS = { from: 8, to: 18 }
const DAYS_AHEAD = 4
const OFFERS_MAX = 6

export interface CalendarFacts {
  readonly server: Slot | null
  readonly client: Slot | null
  readonly booked: readonly BookedSlot[]
  readonly titleOf: (doctype: string, name: string) => string
  readonly own: { readonly doctype: string; readonly name: string }
  readonly other: { readonly doctype: string; readonly name: string } | null
  readonly linkTitles: ReadonlyMap<string, string>
  readonly time_zone: string
  readonly now: string
}

/** The window of bookings that `calendarOf` needs. */
export function windowAround(slots: readonly Slot[]): { from: string; to: string } | null {
  if (slots.length === 0) return null
  const starts = slots.map((slot) => Date.parse(slot.start))
  return {
    from: new Date(Math.min(...starts) - DAY_MS).toISOString(),
    to: new Date(Math.max(...starts) + (DAYS_AHEAD + 1) * DAY_MS).toISOString(),
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
    free: freeSlots(facts, wanted),
  }
}

/** A resource is `field:value`, or the organisation's one calendar. */
function resourceLabel(resource: string, linkTitles: ReadonlyMap<string, string>): string {
  const value = resource.replace(/^[^:]*:/, '')
  return resource === 'calendar' ? 'Calendar' : (linkTitles.get(value) ?? value)
}

/** What is booked that day, and the device's proposal among it. */
function dayOf({ booked, titleOf, own, other, client, time_zone }: CalendarFacts, wanted: Slot): Booking[] {
  const localDate = dateIn(time_zone)
  const day = localDate.format(new Date(wanted.start))
  const stored = booked
    .filter((slot) => slot.resource === wanted.resource && localDate.format(new Date(slot.start)) === day)
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

/** Room of the same length, nearest to the wanted time first, then in order of time. */
export function freeSlots({ booked, own, time_zone, now }: CalendarFacts, wanted: Slot): Interval[] {
  const lengthMs = Date.parse(wanted.end) - Date.parse(wanted.start)
  const taken = booked.filter((slot) => slot.resource === wanted.resource && slot.name !== own.name)
  const hourIn = new Intl.DateTimeFormat('en-GB', {
    timeZone: time_zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const wantedMs = Date.parse(wanted.start)
  const earliest = Math.max(wantedMs - DAY_MS, Date.parse(now))
  const offers: { start: number; end: number }[] = []
  for (
    let start = Math.ceil(earliest / STEP_MS) * STEP_MS;
    start < wantedMs + DAYS_AHEAD * DAY_MS;
    start += STEP_MS
  ) {
    const end = start + lengthMs
    if (!isWithinHours(hourIn, start, end) || start === wantedMs) continue
    if (taken.some((slot) => Date.parse(slot.start) < end && start < Date.parse(slot.end))) continue
    offers.push({ start, end })
  }
  return offers
    .sort((a, b) => Math.abs(a.start - wantedMs) - Math.abs(b.start - wantedMs) || a.start - b.start)
    .slice(0, OFFERS_MAX)
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => ({ start: new Date(start).toISOString(), end: new Date(end).toISOString() }))
}

function isWithinHours(hourIn: Intl.DateTimeFormat, start: number, end: number): boolean {
  const minutesOf = (at: number) => {
    const [hours = '0', minutes = '0'] = hourIn.format(new Date(at)).split(':')
    return Number(hours) * 60 + Number(minutes)
  }
  const from = minutesOf(start)
  const to = minutesOf(end)
  return from >= WORKING_HOURS.from * 60 && to <= WORKING_HOURS.to * 60 && from < to
}

function dateIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
}

function overlapMinutes(a: Slot, b: Slot): number {
  const from = Math.max(Date.parse(a.start), Date.parse(b.start))
  const to = Math.min(Date.parse(a.end), Date.parse(b.end))
  return Math.max(0, Math.round((to - from) / MINUTE_MS))
}
