/** A day of devices that get into each other's way, so that a database holds one of everything. */
import { randomUUID } from 'node:crypto'
import { ADMIN, type Api, call, insert, RESOLVER, rawDevice, signIn, update } from './api-kit.ts'
import { Bringer } from './files/bringer.ts'

export interface BusyDay {
  readonly ticket: string
  readonly deleted: string
  readonly revived: string
  readonly branch: string
  readonly job: string
  readonly openConflict: string
  readonly resolvedConflict: string
  readonly file: string
}

const name = (series: string) => `${series}-${randomUUID()}`

export async function liveThroughDay(api: Api): Promise<BusyDay> {
  const [one, two] = await Promise.all([rawDevice(api.address, ADMIN), rawDevice(api.address, ADMIN)])
  const ticket = name('TKT')
  await one.results([insert('Ticket', ticket, { subject: 'a', description: 'one' })])
  await two.results([update('Ticket', ticket, 1, { subject: 'b' })])
  await one.results([
    update('Ticket', ticket, 1, { subject: 'c', priority: 'High' }),
    insert('Ticket', name('TKT'), { sla_status: 'Breached' }),
    update('Ticket', name('TKT'), 1, { subject: 'of nothing' }),
  ])
  const parts = await countParts(api)
  return {
    ticket,
    job: parts,
    deleted: await deleteTicket(api, false),
    revived: await deleteTicket(api, true),
    branch: await branch(api),
    file: await (await Bringer.open(api, ADMIN)).bring(Buffer.from('a delivery note')),
    ...(await appointments(api)),
  }
}

/** Three devices add to one job at once, each without knowing of the others. */
async function countParts(api: Api): Promise<string> {
  const job = name('JOB')
  const devices = await Promise.all([1, 2, 3].map(() => rawDevice(api.address, ADMIN)))
  await devices[0]?.results([
    insert('Dispatch Job', job, { title: 'x', parts_used: [{ item_code: 'FUSE', quantity: 2 }] }),
  ])
  const changes = devices.map((device, index) => {
    const parts_used = [
      { item_code: 'FUSE', quantity: 3 + index },
      { item_code: `VALVE-${index}`, quantity: 0.1, uom: 'm' },
    ]
    return { device, change: update('Dispatch Job', job, 1, { parts_used }) }
  })
  await Promise.all(changes.map(({ device, change }) => device.results([change])))
  // Each goes on from what it knew, not having read the others; and one is answered twice.
  for (const { device, change } of changes) {
    const more = update('Dispatch Job', job, 1, { parts_used: [{ item_code: 'FUSE', quantity: 9 }] })
    await device.results([more])
    await device.results([change, more])
  }
  return job
}

async function deleteTicket(api: Api, isRevived: boolean): Promise<string> {
  const device = await rawDevice(api.address, ADMIN)
  const ticket = name('TKT')
  await device.results([insert('Ticket', ticket, { subject: 'x', description: 'y' })])
  await device.results([{ ...insert('Ticket', ticket, {}), op: 'delete', data: null, base_version: 1 }])
  const late = await rawDevice(api.address, ADMIN)
  await late.results([update('Ticket', ticket, 1, { subject: 'late' })])
  if (isRevived) await late.results([{ ...insert('Ticket', ticket, {}), op: 'undelete', data: null }])
  return ticket
}

async function branch(api: Api): Promise<string> {
  const [one, two] = await Promise.all([rawDevice(api.address, ADMIN), rawDevice(api.address, ADMIN)])
  const contract = name('VD')
  await one.results([insert('Vault Document', contract, { document_name: 'C', file: 'F-0', version: 1 })])
  await two.results([update('Vault Document', contract, 1, { file: 'F-1', version: 2 })])
  const [result] = await one.results([update('Vault Document', contract, 1, { file: 'F-2', version: 2 })])
  return result?.branch?.name ?? ''
}

/** Two appointments that both sides moved: one is decided, the other waits. */
async function appointments(api: Api) {
  const [one, two] = await Promise.all([rawDevice(api.address, ADMIN), rawDevice(api.address, ADMIN)])
  const at = (hour: number) => ({
    appointment_datetime: `2033-01-01T${hour}:00:00Z`,
    appointment_end_datetime: `2033-01-01T${hour + 1}:00:00Z`,
  })
  const ids: string[] = []
  for (const provider of ['P-1', 'P-2']) {
    const appointment = name('APT')
    await one.results([insert('Appointment', appointment, { attendee_name: 'A', provider, ...at(10) })])
    await two.results([update('Appointment', appointment, 1, at(12))])
    const [held] = await one.results([update('Appointment', appointment, 1, at(14))])
    ids.push(held?.conflict_id ?? '')
  }
  const [openConflict = '', resolvedConflict = ''] = ids
  // Decided, undone, and decided again.
  const choices = { appointment_datetime: { pick: 'client' } }
  await decide(api, resolvedConflict, 1, 'resolve', { choices })
  await decide(api, resolvedConflict, 2, 'undo', { comment: null })
  await decide(api, resolvedConflict, 3, 'resolve', { choices })
  return { openConflict, resolvedConflict }
}

async function decide(api: Api, id: string, revision: number, address: string, body: unknown): Promise<void> {
  const token = await signIn(api.address, RESOLVER)
  const headers = { 'if-match': `"${revision}"`, 'idempotency-key': randomUUID() }
  const answer = await call(api.address, token, `/api/conflicts/${id}/${address}`, { body, headers })
  if (answer.status !== 200) throw new Error(`${address}: ${JSON.stringify(answer.body)}`)
}
