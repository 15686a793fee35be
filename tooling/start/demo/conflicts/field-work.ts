import { doc } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'
import { formName, formSubmission, signed } from '../records/forms.ts'
import { jobName } from '../records/jobs.ts'
import { clockName, placeName } from '../records/staff.ts'
import {
  addressName,
  clientAt,
  contactName,
  customerName,
  type DemoRecord,
  type World,
} from '../records/world.ts'
import type { Scene } from './scene.ts'

/** What technicians come back with. */
export function fieldScenes(world: World): Scene[] {
  return [
    reassigned(world),
    partsAddUp(world),
    signedTwice(world, { index: 40, one: 'Ελένη Παπαδοπούλου', other: 'Nikos Papadopoulos' }),
    signedTwice(world, { index: 41, one: 'Åsa Berglund', other: 'Lars Berglund' }),
    clockedInAtTheGate(world),
  ]
}

function ongoingJob(world: World, index: number, extra: Doc): DemoRecord {
  const client = clientAt(index)
  return {
    doctype: 'Dispatch Job',
    name: jobName(index),
    data: {
      customer: customerName(index),
      contact: contactName(index),
      address: addressName(index),
      formatted_address: `${client.street}, ${client.pincode} Berlin`,
      latitude: client.latitude,
      longitude: client.longitude,
      priority: 'High',
      estimated_duration: 5400,
      scheduled_date: world.calendar.workday(0),
      scheduled_time: '10:00',
      scheduled_end: '11:30',
      status: 'Assigned',
      assigned_to: 'tech.a@demo.test',
      assigned_team: 'Heating',
      assigned_at: world.calendar.ago(900),
      billable: 1,
      ...extra,
    },
  }
}

function reassigned(world: World): Scene {
  const name = jobName(40)
  const title = `No heating in two flats, ${clientAt(40).customer}`
  return {
    story: 'A job reassigned while its technician was in the cellar',
    before: [ongoingJob(world, 40, { title, service_type: 'Radiators' })],
    away: [
      {
        by: 'techAPhone',
        doctype: 'Dispatch Job',
        name,
        data: {
          completion_notes:
            'Circulation pump is blocked. Freed it by hand, runs again, should be replaced within the month.',
          actual_start_time: world.calendar.ago(95),
        },
      },
    ],
    meanwhile: [
      {
        by: 'frontDesk',
        doctype: 'Dispatch Job',
        name,
        data: {
          assigned_to: 'tech.b@demo.test',
          assigned_team: 'Cooling',
          assigned_at: world.calendar.now(),
          scheduled_time: '13:30',
          scheduled_end: '15:00',
        },
      },
    ],
    expect: 'conflict',
  }
}

const part = (item_code: string, item_name: string, quantity: number): Json => ({
  ...{ item_code, item_name, quantity, uom: 'Nos', rate: 31.2 },
})

function partsAddUp(world: World): Scene {
  const target = { doctype: 'Dispatch Job', name: jobName(41) }
  const seal = part('DICHT-12', 'Burner door seal', 1)
  const filters = (quantity: number) => part('FILTER-F7', 'Filter F7 592x592', quantity)
  const title = `Ventilation filters due, ${clientAt(41).customer}`
  return {
    story: 'Parts booked by the technician and by the store: they add up',
    before: [ongoingJob(world, 41, { title, service_type: 'Ventilation', parts_used: [filters(2)] })],
    away: [
      {
        by: 'techAPhone',
        ...target,
        data: { parts_used: [filters(5), seal], completion_notes: 'Three more filters from the van.' },
      },
    ],
    meanwhile: [{ by: 'officeDesk', ...target, data: { parts_used: [filters(3)] } }],
    expect: 'success',
  }
}

interface TwoSigners {
  readonly index: number
  readonly one: string
  readonly other: string
}

function signedTwice(world: World, { index, one, other }: TwoSigners): Scene {
  const target = { doctype: 'Form Submission', name: formName(index) }
  const { calendar } = world
  return {
    story: `A form signed by ${one} and by ${other}`,
    before: [
      { ...target, data: { ...formSubmission(world, index), ...signed('Ana Ortega', calendar.ago(300)) } },
    ],
    away: [
      {
        by: 'techAPhone',
        ...target,
        data: (seen) => ({
          ...signed(other, calendar.ago(38)),
          field_values: answersWith(seen, { condition: 'good' }),
        }),
      },
    ],
    meanwhile: [
      {
        by: 'techBTablet',
        ...target,
        data: (seen) => ({
          ...signed(one, calendar.ago(25)),
          field_values: answersWith(seen, { pressure_bar: 1.5 }),
        }),
      },
    ],
    expect: 'conflict_manual',
  }
}

function answersWith(seen: Doc, answers: Doc): Doc {
  return { ...doc.parse(seen.field_values), ...answers }
}

function clockedInAtTheGate(world: World): Scene {
  const target = { doctype: 'Clock In Record', name: clockName(40) }
  const time = world.calendar.at(world.calendar.workday(-1), '07:52')
  return {
    story: 'A clock-in whose place is disputed',
    before: [
      {
        ...target,
        data: {
          employee: 'EMP-0004',
          employee_name: 'Ana Ortega',
          log_type: 'IN',
          time,
          client_time: time,
          work_location: placeName(0),
          latitude: 52.5334,
          longitude: 13.3452,
          accuracy_m: 240,
          validation_method: 'GPS',
          distance_m: 512,
          offline_captured: 1,
          geofence_version: 1,
        },
      },
    ],
    away: [
      {
        by: 'techAPhone',
        ...target,
        data: {
          latitude: 52.5302,
          longitude: 13.34,
          accuracy_m: 9,
          work_location: placeName(4),
          notes: 'I was standing at the gate, the phone had no fix between the walls.',
        },
      },
    ],
    meanwhile: [
      {
        by: 'officeDesk',
        ...target,
        data: {
          work_location: placeName(1),
          override_reason: 'Badge reader at Neukölln',
          validation_method: 'Manual',
        },
      },
    ],
    expect: 'conflict',
  }
}
