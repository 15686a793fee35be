import type { Doc } from '@dartwing/rules'
import { appointment, appointmentName, timeFields, type When } from '../records/appointments.ts'
import { type World } from '../records/world.ts'
import type { Scene } from './scene.ts'

/** Two people and one calendar. All of these wait for a person. */
export function bookingScenes(world: World): Scene[] {
  return [
    movedByBoth(world),
    cutApart(world),
    ...bothBookTwoOClock(world),
    movedAndRenamed(world),
    cancelledAndMoved(world),
  ]
}

const NAMES = {
  movedByBoth: appointmentName(40),
  cutApart: appointmentName(41),
  deskBooking: appointmentName(42),
  tabletBooking: appointmentName(43),
  adviceBooking: appointmentName(44),
  laptopBooking: appointmentName(45),
  movedAndRenamed: appointmentName(46),
  cancelledAndMoved: appointmentName(47),
}

function booked(world: World, name: string, index: number, when: When & { provider: string }) {
  return { doctype: 'Appointment', name, data: appointment(world, index, when) }
}

function movedByBoth(world: World): Scene {
  const date = world.calendar.workday(1)
  const moved = (time: string): Doc => timeFields(world, { date, time, minutes: 60 })
  const target = { doctype: 'Appointment', name: NAMES.movedByBoth }
  return {
    story: 'An appointment moved by both, half an hour apart',
    before: [booked(world, NAMES.movedByBoth, 3, { date, time: '13:00', minutes: 60, provider: 'EMP-0004' })],
    away: [
      {
        by: 'techAPhone',
        ...target,
        data: { ...moved('14:30'), internal_notes: 'Customer can only after lunch.' },
      },
    ],
    meanwhile: [{ by: 'frontDesk', ...target, data: moved('14:00') }],
    expect: 'conflict_manual',
  }
}

function cutApart(world: World): Scene {
  const date = world.calendar.workday(2)
  const target = { doctype: 'Appointment', name: NAMES.cutApart }
  return {
    story: 'An appointment made longer by one and later by the other',
    before: [booked(world, NAMES.cutApart, 7, { date, time: '13:00', minutes: 60, provider: 'EMP-0007' })],
    away: [
      { by: 'dispatcherTablet', ...target, data: timeFields(world, { date, time: '13:30', minutes: 90 }) },
    ],
    meanwhile: [
      { by: 'officeDesk', ...target, data: timeFields(world, { date, time: '15:30', minutes: 30 }) },
    ],
    expect: 'conflict_manual',
  }
}

/** Two receptionists, one provider, one hour: the second booking is kept, but books nothing. */
function bothBookTwoOClock(world: World): Scene[] {
  const tomorrow = { date: world.calendar.workday(1), time: '14:00', minutes: 60, provider: 'EMP-0005' }
  const dayAfter = { date: world.calendar.workday(2), time: '14:00', minutes: 45, provider: 'EMP-0009' }
  const booking = (name: string, index: number, when: typeof tomorrow) => booked(world, name, index, when)
  return [
    {
      story: 'Two receptionists book 14:00 with Benoît',
      before: [],
      away: [{ by: 'dispatcherTablet', ...booking(NAMES.tabletBooking, 10, tomorrow) }],
      meanwhile: [{ by: 'frontDesk', ...booking(NAMES.deskBooking, 4, tomorrow) }],
      expect: 'conflict_manual',
    },
    {
      story: 'Two receptionists book 14:00 with Олена',
      before: [],
      away: [{ by: 'officeLaptop', ...booking(NAMES.laptopBooking, 18, { ...dayAfter, time: '14:15' }) }],
      meanwhile: [{ by: 'frontDesk', ...booking(NAMES.adviceBooking, 14, dayAfter) }],
      expect: 'conflict_manual',
    },
  ]
}

function movedAndRenamed(world: World): Scene {
  const date = world.calendar.workday(1)
  const target = { doctype: 'Appointment', name: NAMES.movedAndRenamed }
  const base = booked(world, NAMES.movedAndRenamed, 12, {
    date,
    time: '15:00',
    minutes: 60,
    provider: 'EMP-0006',
  })
  return {
    story: 'An appointment moved, renamed and given another phone number by both',
    before: [{ ...base, data: { ...base.data, notes: 'Boiler room is in the second cellar.' } }],
    away: [
      {
        by: 'officeLaptop',
        ...target,
        data: {
          ...timeFields(world, { date, time: '16:30', minutes: 60 }),
          title: 'Heat pump advice with the whole family',
          attendee_phone: '+49 171 5550142',
          notes: 'Boiler room is in the second cellar.\nMr Ångström speaks Swedish and English.',
        },
      },
    ],
    meanwhile: [
      {
        by: 'frontDesk',
        ...target,
        data: {
          ...timeFields(world, { date, time: '16:00', minutes: 60 }),
          title: 'Heat pump advice and roof survey',
          attendee_phone: '+49 30 55509981',
          notes: 'Bring the long ladder.\nBoiler room is in the second cellar.',
        },
      },
    ],
    expect: 'conflict_manual',
  }
}

function cancelledAndMoved(world: World): Scene {
  const date = world.calendar.workday(2)
  const target = { doctype: 'Appointment', name: NAMES.cancelledAndMoved }
  return {
    story: 'An appointment deleted on a laptop while the desk was moving it',
    before: [
      booked(world, NAMES.cancelledAndMoved, 20, { date, time: '16:00', minutes: 45, provider: 'EMP-0010' }),
    ],
    away: [{ by: 'officeLaptop', ...target, data: null }],
    meanwhile: [
      { by: 'frontDesk', ...target, data: timeFields(world, { date, time: '16:45', minutes: 45 }) },
    ],
    expect: 'conflict_manual',
  }
}
