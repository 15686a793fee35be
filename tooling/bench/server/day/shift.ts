/** One technician's day without signal: jobs done one after the other, forms, tickets of colleagues, the clock. */
import type { Doc } from '@dartwing/rules'
import type { Dice } from '../../rules/dice.ts'
import { FIRST } from '../work/tickets.ts'
import { type Change, type Clock, changed, inserted } from './change.ts'
import { DAY_MINUTES, JOBS_EACH, jobOf, TICKETS, technicianAt, ticketAt } from './office.ts'

const VISIT_MINUTES = 45
const SIGNATURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** In the order in which it was done: the order in which it is sent. */
export function shiftOf(technician: number, dice: Dice, clock: Clock): Change[] {
  const begin = 60 + dice.below(120)
  const jobs = Array.from({ length: JOBS_EACH }, (_, index) => index).slice(0, 6 + dice.below(4))
  const visits = jobs.flatMap((job, index) =>
    visit(technician, job, begin + index * VISIT_MINUTES, dice, clock),
  )
  const end = begin + jobs.length * VISIT_MINUTES
  return [
    clockIn(technician, 'in', clock.at(begin)),
    ...visits,
    ...Array.from({ length: 2 + dice.below(3) }, () =>
      noteOnTicket(technician, dice, clock.at(begin + dice.below(300))),
    ),
    clockIn(technician, 'out', clock.at(Math.min(end, DAY_MINUTES - 5))),
  ]
}

function visit(technician: number, job: number, from: number, dice: Dice, clock: Clock): Change[] {
  const target = jobOf(technician, job)
  const started = clock.at(from + 10)
  const ended = clock.at(from + 40)
  const done: Doc = {
    status: 'Completed',
    actual_end_time: ended,
    completion_notes: 'Burner cleaned, exhaust gas measured: 9.1 % CO2.\nThe vessel is at 1.5 bar.',
    parts_used: [
      { item_code: 'DUESE-055', item_name: 'Nozzle 0.55', quantity: 1 + dice.below(2), uom: 'Nos' },
    ],
  }
  const signed: Doc = { signature: SIGNATURE, signed_by_name: 'A. Papadopoulou', signed_at: ended }
  const changes = [
    changed(target, { status: 'En Route' }, clock.at(from)),
    changed(target, { status: 'In Progress', actual_start_time: started }, started),
    changed(target, dice.chance(0.6) ? { ...done, ...signed } : done, ended),
  ]
  return dice.chance(0.5) ? [...changes, form(technician, job, target.name, ended)] : changes
}

function form(technician: number, job: number, dispatch_job: string, at: string): Change {
  const data = {
    template: 'FT-BOILER',
    template_version: 3,
    dispatch_job,
    customer: 'CUST-00418',
    field_values: { co2: 9.1, exhaust_celsius: 142, vessel_bar: 1.5, leaks: 'none' },
    notes: 'All readings within limits.',
  }
  return inserted({ doctype: 'Form Submission', name: `FORM-${technician}-${job}` }, data, at)
}

/** A colleague's ticket: what one does there is mostly to add a line or a picture. */
function noteOnTicket(technician: number, dice: Dice, at: string): Change {
  const edits: readonly Doc[] = [
    { resolution_notes: `${FIRST.resolution_notes}\nSeen by technician ${technician}.` },
    { internal_notes: `${FIRST.internal_notes}\nTechnician ${technician} was there.` },
    { category: 'Heating, second visit' },
    {
      attachments: [
        ...picturesOf(FIRST),
        { file: `FILE-${technician}`, file_name: 'burner.jpg', size: 210_000 },
      ],
    },
  ]
  return changed(ticketAt(dice.below(TICKETS)), dice.shuffled(edits)[0] ?? {}, at)
}

function picturesOf(doc: Doc) {
  return Array.isArray(doc.attachments) ? doc.attachments : []
}

function clockIn(technician: number, way: 'in' | 'out', time: string): Change {
  const data = {
    employee: technicianAt(technician),
    log_type: way.toUpperCase(),
    time,
    latitude: 52.520008,
    longitude: 13.404954,
    accuracy_m: 8,
    offline_captured: true,
  }
  return inserted({ doctype: 'Clock In Record', name: `CLK-${technician}-${way}` }, data, time)
}
