/** A few devices that work side by side for a week: mostly each for itself, now and then on the same record. */
import type { Device } from '../devices.ts'
import { itemAt, numbered } from '../records/world.ts'
import type { Seeded } from '../seeded.ts'
import type { People } from './people.ts'

export interface Crew {
  readonly number: number
  readonly devices: readonly Device[]
  readonly random: Seeded
  readonly people: People
}

/** The records that the week is about, and nothing else is. */
export const WEEK_NAMES = { ticket: 'TKT-W', appointment: 'APT-W' } as const

const TICKETS = 30
const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent'] as const
const SUBJECTS = ['Heating is loud', 'Water is lukewarm', 'Please call back', 'Filter is due', 'No signal']
const SCORES = [5, 5, 4, 5, 5] as const
const JUDGES = ['reception@demo.test', 'resolver@demo.test', 'admin@demo.test'] as const
/** When in the week of each crew, as a share of it, two people move one appointment, and somebody decides. */
const DECIDED_AT = [[0.15], [0.55], [], []] as const
/** When an admin takes back what a rule has decided. */
const UNDONE_AT = 0.4

const ticketOf = ({ number }: Crew, index: number) => numbered(`${WEEK_NAMES.ticket}${number}-`, index)

/** Enters the crew's records; answers with how many syncs that took. */
export async function enterRecords(crew: Crew): Promise<number> {
  const first = itemAt(crew.devices, 0)
  for (let index = 0; index < TICKETS; index += 1) {
    const subject = itemAt(SUBJECTS, index)
    const data = { subject, status: 'Open', priority: 'Normal', source: 'Phone' }
    await first.edit('Ticket', ticketOf(crew, index), data)
  }
  for (let place = 0; place <= itemAt(DECIDED_AT, crew.number).length; place += 1) {
    await first.edit('Appointment', appointmentOf(crew, place), appointment(crew, place))
  }
  await first.reconnect()
  for (const device of crew.devices) await device.client.sync()
  return 1
}

/** Goes on until the crew has made so many syncs. */
export async function work(crew: Crew, syncs: number, onSync: (count: number) => void): Promise<void> {
  const held = [...itemAt(DECIDED_AT, crew.number).entries()]
  let [made, undone] = [0, crew.number > 0]
  while (made < syncs) {
    const progress = made / syncs
    const [next] = held
    let added: number
    if (next !== undefined && progress >= next[1]) {
      held.shift()
      added = await decideTime(crew, next[0])
    } else if (!undone && progress >= UNDONE_AT) {
      undone = true
      added = await undoRule(crew)
    } else added = await turn(crew)
    made += added
    onSync(added)
  }
}

async function turn(crew: Crew): Promise<number> {
  if (crew.random.chance(0.015)) return (await contest(crew)).syncs
  if (crew.random.chance(0.04)) return besides(crew)
  const [device, index] = [crew.random.pick(crew.devices), crew.random.between(0, TICKETS - 1)]
  await device.client.sync()
  const internal_notes = `Call ${crew.random.between(1, 999)}: ${crew.random.pick(SUBJECTS)}.`
  await device.edit('Ticket', ticketOf(crew, index), { internal_notes })
  await device.reconnect()
  return 1
}

/** Two people who know the same, and change it without a word to each other. */
async function pair({ devices, random }: Crew): Promise<readonly [away: Device, office: Device]> {
  const place = random.between(0, devices.length - 1)
  const both = [itemAt(devices, place), itemAt(devices, place + 1)] as const
  for (const device of both) await device.client.sync()
  return both
}

/** Different fields: both stand. */
async function besides(crew: Crew): Promise<number> {
  const [away, office] = await pair(crew)
  const name = ticketOf(crew, crew.random.between(0, TICKETS - 1))
  await away.edit('Ticket', name, { resolution_notes: `Seen, ${crew.random.between(1, 99)} minutes.` })
  await office.edit('Ticket', name, { category: crew.random.pick(SUBJECTS) })
  await office.reconnect()
  await away.reconnect()
  return 2
}

/** The same field: the rule keeps what the office had first, and now and then somebody says how that was. */
async function contest(crew: Crew): Promise<{ name: string; syncs: number }> {
  const [away, office] = await pair(crew)
  const name = ticketOf(crew, crew.random.between(0, TICKETS - 1))
  const { priority: now } = await office.see('Ticket', name)
  const [theirs = 'Low', own = 'High'] = PRIORITIES.filter((priority) => priority !== now)
  await away.edit('Ticket', name, { priority: own })
  await office.edit('Ticket', name, { priority: theirs })
  await office.reconnect()
  await away.reconnect()
  if (crew.random.chance(0.2)) {
    const id = await crew.people.settledAbout(name)
    await crew.people.say(crew.random.pick(JUDGES), id, crew.random.pick(SCORES))
  }
  return { name, syncs: 2 }
}

async function undoRule(crew: Crew): Promise<number> {
  const { name, syncs } = await contest(crew)
  const id = await crew.people.settledAbout(name)
  await crew.people.undo('admin@demo.test', id)
  await crew.people.decide('resolver@demo.test', id)
  return syncs
}

const appointmentOf = ({ number }: Crew, place: number) =>
  numbered(`${WEEK_NAMES.appointment}${number}-`, place)

/** Each on a day of its own: nothing else is in its way. */
function appointment({ number, random }: Crew, place: number) {
  const day = String(3 + number * DECIDED_AT.length + place).padStart(2, '0')
  return {
    title: 'Yearly visit',
    attendee_name: random.pick(['Priya Sharma', 'Göran Lindqvist', 'Ελένη Παπαδοπούλου']),
    status: 'Scheduled',
    appointment_date: `2036-03-${day}`,
    appointment_time: '10:00',
    duration: 60,
  }
}

async function decideTime(crew: Crew, place: number): Promise<number> {
  const { id, syncs } = await moveTwice(crew, place)
  await crew.people.decide('resolver@demo.test', id)
  await crew.people.say('resolver@demo.test', id, 5)
  return syncs
}

/** The last thing that happens: it still waits for whoever opens the demo. */
export async function leaveOpen(crew: Crew): Promise<number> {
  return (await moveTwice(crew, itemAt(DECIDED_AT, crew.number).length)).syncs
}

/** A time that two people changed. */
async function moveTwice(crew: Crew, place: number): Promise<{ id: string; syncs: number }> {
  const [away, office] = await pair(crew)
  const name = appointmentOf(crew, place)
  await away.edit('Appointment', name, { appointment_time: '15:00' })
  await office.edit('Appointment', name, { appointment_time: '13:00' })
  await office.reconnect()
  const { results } = await away.reconnect()
  const id = results.find((result) => result.name === name)?.conflict_id
  if (id == null) throw new Error(`${name} should wait for a person`)
  return { id, syncs: 2 }
}
