import { later } from '../calendar.ts'
import { EMPLOYEES } from '../people.ts'
import {
  ABOUT,
  addressName,
  clientAt,
  customerName,
  type DemoRecord,
  itemAt,
  numbered,
  type World,
} from './world.ts'

const FIELD = EMPLOYEES.slice(3)
const SHIFTS = [
  ['Early', '06:00', '14:00'],
  ['Day', '08:00', '16:30'],
  ['Late', '13:30', '22:00'],
  ['Night', '22:00', '06:00'],
  ['On call', '16:30', '08:00'],
] as const
const TEAMS = [
  'Heating',
  'Cooling',
  'Ventilation',
  'Hot water',
  'Controls',
  'Advice',
  'Office',
  'Apprentices',
] as const
const COLOURS = ['#1971c2', '#2f9e44', '#f08c00', '#5f3dc4', '#c2255c'] as const

export const clockName = (index: number) => numbered('CLK-', index)
export const placeName = (index: number) => numbered('LOC-', index)

/** A shift is called by its team and its time of day. */
function shiftName(index: number): string {
  return `${itemAt(TEAMS, Math.floor((index % ABOUT) / SHIFTS.length))}: ${itemAt(SHIFTS, index)[0]}`
}

/** Every shift of every team. */
export function shiftTemplates(): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [shift, start_time, end_time] = itemAt(SHIFTS, index)
    const team = itemAt(TEAMS, Math.floor(index / SHIFTS.length))
    return {
      doctype: 'Shift Template',
      name: shiftName(index),
      data: {
        shift_name: shiftName(index),
        start_time,
        end_time,
        break_duration_minutes: shift === 'Day' ? 45 : 30,
        color: itemAt(COLOURS, index),
        roles: [{ role: team }],
        default_location: placeName(index % 3),
        late_entry_grace_period: 10,
        early_exit_grace_period: 10,
        begin_check_in_before_shift_start_time: 30,
        allow_check_out_after_shift_end_time: 60,
        holiday_list: 'Berlin',
        enabled: 1,
      },
    }
  })
}

export function scheduleEntries({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [, start_time, end_time] = itemAt(SHIFTS, index % 3)
    const workday = Math.floor(index / FIELD.length)
    return {
      doctype: 'Schedule Entry',
      name: numbered('SCH-', index),
      data: {
        employee: itemAt(FIELD, index).name,
        shift_template: shiftName(index % 3),
        date: calendar.workday(workday),
        work_location: placeName(index % 3),
        start_time,
        end_time,
        break_duration_minutes: 30,
        status: workday === 0 ? 'Confirmed' : 'Published',
        swap_status: index % 11 === 5 ? 'Requested' : 'None',
        published_at: calendar.ago(60 * 24 * 6),
        notes: index % 11 === 5 ? 'Kita closes early that day, could somebody take over at 13:00?' : '',
      },
    }
  })
}

/** People arriving and leaving, on the last working days. */
export function clockRecords({ calendar, random }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const employee = itemAt(FIELD, index)
    const isIn = index % 2 === 0
    const date = calendar.workday(-1 - Math.floor(index / 10))
    const time = calendar.at(date, later(isIn ? '07:40' : '16:20', random.between(0, 45)))
    const place = DEPOTS[index % DEPOTS.length] ?? DEPOTS[0]
    const distance = random.between(3, 90)
    return {
      doctype: 'Clock In Record',
      name: clockName(index),
      data: {
        employee: employee.name,
        employee_name: employee.full_name,
        log_type: isIn ? 'IN' : 'OUT',
        time,
        client_time: time,
        shift: shiftName(index % 3),
        work_location: placeName(index % 3),
        latitude: Number(((place?.[1] ?? 52.5) + distance / 200_000).toFixed(6)),
        longitude: place?.[2] ?? 13.4,
        accuracy_m: random.between(4, 30),
        validation_method: 'GPS',
        distance_m: distance,
        geofence_version: 1,
        offline_captured: index % 5 === 0 ? 1 : 0,
      },
    }
  })
}

const DEPOTS: readonly (readonly [name: string, latitude: number, longitude: number])[] = [
  ['Depot Moabit', 52.5301, 13.3399],
  ['Depot Neukölln', 52.4652, 13.4419],
  ['Depot Köpenick', 52.4497, 13.5745],
]

/** Our depots, and the sites where people clock in. */
export function geofences({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const depot = DEPOTS[index]
    const client = clientAt(index)
    return {
      doctype: 'Geofence',
      name: placeName(index),
      data: {
        location_name: depot?.[0] ?? `${client.customer}, ${client.street}`,
        latitude: depot?.[1] ?? client.latitude,
        longitude: depot?.[2] ?? client.longitude,
        geofence_radius_meters: depot ? 120 : 60 + (index % 4) * 20,
        shape: 'circle',
        validation_mode: depot ? 'Any Method' : 'GPS Only',
        version: 1 + (index % 2),
        effective_from: calendar.date(-90 - index),
        active: 1,
        ...(depot
          ? { allowed_wifi_networks: [{ ssid: `nordlicht-${index + 1}`, bssid: `02:00:5e:00:53:0${index}` }] }
          : { customer: customerName(index), address: addressName(index) }),
      },
    }
  })
}
