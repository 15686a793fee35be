import type { Doc } from '@dartwing/rules'
import { later } from '../calendar.ts'
import { TECHNICIANS } from '../people.ts'
import {
  ABOUT,
  addressName,
  clientAt,
  contactName,
  customerName,
  type DemoRecord,
  itemAt,
  numbered,
  type World,
} from './world.ts'

interface Work {
  readonly service: string
  readonly title: string
  readonly description: string
  readonly parts: readonly (readonly [
    code: string,
    name: string,
    quantity: number,
    uom: string,
    rate: number,
  ])[]
  readonly skill: string
}

export const WORK: readonly Work[] = [
  {
    service: 'Boiler service',
    title: 'Yearly boiler service',
    description: 'Yearly service: clean the burner, measure the exhaust gas, check the expansion vessel.',
    parts: [
      ['DICHT-12', 'Burner door seal', 1, 'Nos', 18.5],
      ['DUESE-055', 'Nozzle 0.55', 1, 'Nos', 12.9],
    ],
    skill: 'Gas',
  },
  {
    service: 'Heat pump',
    title: 'Heat pump shows error E9',
    description: 'The outdoor unit stops after twenty minutes with E9. Check pressure and the fan.',
    parts: [['R290-KG', 'Refrigerant R290', 0.4, 'Kg', 64]],
    skill: 'F-gas',
  },
  {
    service: 'Cold room',
    title: 'Cold room does not get below 8 °C',
    description: 'Evaporator is iced up. Defrost heater or sensor suspected.',
    parts: [['FUEHLER-NTC', 'Evaporator sensor NTC', 1, 'Nos', 23.4]],
    skill: 'F-gas',
  },
  {
    service: 'Air conditioning',
    title: 'Air conditioning drips onto the counter',
    description: 'Condensate runs inside. Clean the drain, test the pump.',
    parts: [['PUMPE-K2', 'Condensate pump', 1, 'Nos', 89]],
    skill: 'F-gas',
  },
  {
    service: 'Ventilation',
    title: 'Ventilation filters due',
    description: 'Change the filters F7/G4 and measure the air volume in all rooms.',
    parts: [
      ['FILTER-F7', 'Filter F7 592x592', 2, 'Nos', 31.2],
      ['FILTER-G4', 'Filter G4 592x592', 2, 'Nos', 14.8],
    ],
    skill: 'Ventilation',
  },
  {
    service: 'Radiators',
    title: 'Radiators stay cold on the third floor',
    description: 'Bleed, balance, and look at the pump of the second circuit.',
    parts: [['VENTIL-TH', 'Thermostat valve', 3, 'Nos', 27.5]],
    skill: 'Gas',
  },
  {
    service: 'Hot water',
    title: 'No hot water since last night',
    description: 'Storage tank 300 l stays cold; the heating works.',
    parts: [['ANODE-33', 'Magnesium anode', 1, 'Nos', 42]],
    skill: 'Gas',
  },
  {
    service: 'Controls',
    title: 'Building controls lost after power cut',
    description: 'The controller forgot its time programme. Restore from the backup and change the battery.',
    parts: [['BAT-2032', 'Battery CR2032', 1, 'Nos', 2.1]],
    skill: 'Controls',
  },
]

const STATUSES = [
  'Completed',
  'Completed',
  'In Progress',
  'Assigned',
  'Assigned',
  'En Route',
  'Unassigned',
  'Assigned',
  'Draft',
  'Cancelled',
] as const
const PRIORITIES = ['Normal', 'Normal', 'High', 'Low', 'Urgent'] as const
const NOTES = [
  'Burner cleaned, exhaust 94 %, customer shown how to top up the water.',
  'Alles dicht. Nächste Wartung in zwölf Monaten.',
  'Fan was blocked by leaves. Runs quietly again.',
  'Filtres changés, débit mesuré dans toutes les pièces.',
] as const

/** Jobs of the last days and of the week to come. */
export function dispatchJobs(world: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => ({
    doctype: 'Dispatch Job',
    name: jobName(index),
    data: job(world, index),
  }))
}

export const jobName = (index: number) => numbered('JOB-', index)

function job({ calendar, random }: World, index: number): Doc {
  const work = itemAt(WORK, index)
  const client = clientAt(index * 7)
  const status = itemAt(STATUSES, index)
  const isDone = status === 'Completed'
  const isOpen = status === 'Unassigned' || status === 'Draft'
  const workday = isDone
    ? -1 - (index % 4)
    : status === 'In Progress' || status === 'En Route'
      ? 0
      : index % 5
  const scheduled_date = calendar.workday(workday)
  const scheduled_time = later('08:00', 30 * random.between(0, 15))
  const minutes = 45 + 15 * random.between(0, 5)
  return {
    title: `${work.title}, ${client.customer}`,
    customer: customerName(index * 7),
    contact: contactName(index * 7),
    address: addressName(index * 7),
    formatted_address: `${client.street}, ${client.pincode} Berlin`,
    latitude: client.latitude,
    longitude: client.longitude,
    service_type: work.service,
    description: work.description,
    priority: itemAt(PRIORITIES, index),
    estimated_duration: minutes * 60,
    scheduled_date,
    scheduled_time,
    scheduled_end: later(scheduled_time, minutes),
    preferred_window: scheduled_time < '12:00' ? 'Morning (8AM-12PM)' : 'Afternoon (12PM-5PM)',
    status,
    required_skills: [{ skill: work.skill }],
    billable: random.chance(0.8) ? 1 : 0,
    ...(isOpen ? {} : assignment(index, calendar.ago(1440 + index * 13))),
    ...(isDone
      ? completion({ date: scheduled_date, time: scheduled_time, minutes, index }, calendar.at)
      : {}),
  }
}

/** The demo's two technicians have the most to do; the others fill the board. */
export function technicianOf(index: number): string {
  return (
    itemAt([TECHNICIANS[0], TECHNICIANS[1], TECHNICIANS[0], TECHNICIANS[1], ...TECHNICIANS.slice(2)], index)
      ?.email ?? ''
  )
}

function assignment(index: number, assigned_at: string): Doc {
  return {
    assigned_to: technicianOf(index),
    assigned_team: index % 2 === 0 ? 'Heating' : 'Cooling',
    assignment_method: index % 4 === 0 ? 'Auto - Nearest' : 'Manual',
    assigned_at,
    assigned_by: 'reception@demo.test',
  }
}

interface Visit {
  readonly date: string
  readonly time: string
  readonly minutes: number
  readonly index: number
}

function completion({ date, time, minutes, index }: Visit, at: (date: string, time: string) => string): Doc {
  const work = itemAt(WORK, index)
  return {
    actual_start_time: at(date, time),
    actual_end_time: at(date, later(time, minutes)),
    actual_duration: minutes * 60,
    completion_notes: itemAt(NOTES, index),
    customer_feedback: index % 3 === 0 ? 'Sehr freundlich und pünktlich. Danke! 👍' : 'All fine.',
    parts_used: work.parts.map(([item_code, item_name, quantity, uom, rate]) => ({
      ...{ item_code, item_name, quantity, uom, rate },
    })),
    billing_status: 'To bill',
  }
}
