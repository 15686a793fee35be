import type { Doc } from '@dartwing/rules'
import { later, TIME_ZONE } from '../calendar.ts'
import { PROVIDERS } from '../people.ts'
import {
  ABOUT,
  clientAt,
  contactName,
  customerName,
  type DemoRecord,
  itemAt,
  numbered,
  type World,
} from './world.ts'

const TYPES = ['Site survey', 'Heat pump advice', 'Contract talk', 'Energy advice', 'Handover'] as const
/** Mornings, so that the afternoons are free for what the people of the demo fight about. */
const MORNING = ['08:00', '09:15', '10:30', '11:45'] as const
const DURATIONS = [45, 60, 60, 45] as const

export const appointmentName = (index: number) => numbered('APT-', index)

/** Booked so that nobody has to be in two places: one provider, one morning slot, one appointment. */
export function appointments(world: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const provider = itemAt(PROVIDERS, index).name
    const round = Math.floor(index / PROVIDERS.length)
    const [day, slot] = [round - 1, (index + round) % MORNING.length]
    const when = {
      date: world.calendar.workday(day),
      time: itemAt(MORNING, slot),
      minutes: itemAt(DURATIONS, slot),
    }
    const status = day < 0 ? 'Completed' : index % 3 === 0 ? 'Confirmed' : 'Scheduled'
    return {
      doctype: 'Appointment',
      name: appointmentName(index),
      data: { ...appointment(world, index * 11 + 2, { ...when, provider }), status },
    }
  })
}

export interface When {
  readonly date: string
  readonly time: string
  readonly minutes: number
}

/** The five fields that say one thing: when. */
export function timeFields({ calendar }: World, { date, time, minutes }: When): Doc {
  return {
    appointment_date: date,
    appointment_time: time,
    duration: minutes,
    appointment_datetime: calendar.at(date, time),
    appointment_end_datetime: calendar.at(date, later(time, minutes)),
  }
}

/** A visit at the customer at this place of the list. */
export function appointment(world: World, index: number, when: When & { readonly provider: string }): Doc {
  const client = clientAt(index)
  const type = itemAt(TYPES, index)
  return {
    title: `${type}, ${client.customer}`,
    attendee_name: client.contact,
    attendee_email: `kontakt${(index % 30) + 1}@kunden.example`,
    attendee_phone: `+49 30 5550${String(1000 + (index % 30) * 37)}`,
    customer: customerName(index),
    contact: contactName(index),
    appointment_type: type,
    ...timeFields(world, when),
    timezone: TIME_ZONE,
    provider: when.provider,
    location_type: index % 4 === 0 ? 'Video Call' : 'In Person',
    status: 'Scheduled',
    notes: index % 2 === 0 ? 'Parking in the yard, ring twice.' : '',
    requires_payment: 0,
  }
}
