/**
 * The company's morning, and what the office does while nobody in the field can hear of it. The shares are
 * assumptions about an ordinary day: most tickets move on, few jobs do, fewer still change hands.
 */
import type { Doc } from '@dartwing/rules'
import type { Dice } from '../../rules/dice.ts'
import { FIRST } from '../work/tickets.ts'
import { type Change, type Clock, changed, inserted } from './change.ts'

export const TECHNICIANS = 100
export const JOBS_EACH = 10
export const TICKETS = 400
export const DAY_MINUTES = 600

export const technicianAt = (index: number) => `tech.${index}@demo.test`
export const jobOf = (technician: number, index: number) => ({
  doctype: 'Dispatch Job',
  name: `JOB-${technician}-${index}`,
})
export const ticketAt = (index: number) => ({ doctype: 'Ticket', name: `TKT-${index}` })

export function morning(clock: Clock): Change[] {
  const jobs = Array.from({ length: TECHNICIANS * JOBS_EACH }, (_, index) => {
    const technician = Math.floor(index / JOBS_EACH)
    const hour = String(8 + (index % JOBS_EACH)).padStart(2, '0')
    return inserted(jobOf(technician, index % JOBS_EACH), plannedJob(technician, `${hour}:00`), clock.at(0))
  })
  const tickets = Array.from({ length: TICKETS }, (_, index) => inserted(ticketAt(index), FIRST, clock.at(0)))
  return [...jobs, ...tickets]
}

function plannedJob(technician: number, scheduled_time: string): Doc {
  return {
    title: 'Yearly boiler service',
    customer: 'CUST-00418',
    address: 'ADDR-00418',
    service_type: 'Boiler service',
    description: 'Clean the burner, measure the exhaust gas, check the expansion vessel.',
    priority: 'Normal',
    scheduled_date: '2026-03-04',
    scheduled_time,
    assigned_to: technicianAt(technician),
    status: 'Assigned',
    billable: true,
  }
}

/** What the office changes on a job, and how often in a day. */
const JOB_EDITS: readonly (readonly [share: number, data: (dice: Dice) => Doc])[] = [
  [0.06, () => ({ customer_notes: 'Ring at the side door.' })],
  [0.04, (dice) => ({ scheduled_time: `${10 + dice.below(8)}:30` })],
  [0.03, () => ({ priority: 'High' })],
  [0.02, (dice) => ({ assigned_to: technicianAt(dice.below(TECHNICIANS)) })],
  [0.01, () => ({ status: 'Cancelled' })],
]

const TICKET_EDITS: readonly (readonly [share: number, data: (dice: Dice) => Doc])[] = [
  [0.35, () => ({ status: 'Pending' })],
  [0.15, () => ({ assigned_to: 'resolver@demo.test', assigned_team: 'West' })],
  [0.05, () => ({ priority: 'Urgent' })],
  [0.05, () => ({ internal_notes: `${FIRST.internal_notes}\nThe office has called back.` })],
]

export function officeDay(dice: Dice, clock: Clock): readonly Change[] {
  const moment = () => clock.at(30 + dice.below(DAY_MINUTES - 60))
  const jobs = Array.from({ length: TECHNICIANS * JOBS_EACH }, (_, index) =>
    jobOf(Math.floor(index / JOBS_EACH), index % JOBS_EACH),
  ).flatMap((job) => editsOf(JOB_EDITS, dice).map((data) => changed(job, data, moment())))
  const tickets = Array.from({ length: TICKETS }, (_, index) => ticketAt(index)).flatMap((ticket) =>
    editsOf(TICKET_EDITS, dice).map((data) => changed(ticket, data, moment())),
  )
  return dice.shuffled([...jobs, ...tickets])
}

function editsOf(edits: typeof JOB_EDITS, dice: Dice): Doc[] {
  return edits.flatMap(([share, data]) => (dice.chance(share) ? [data(dice)] : []))
}
