/** One row per sync of a device: where the product's own numbers come from, so it must count right. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, insert, type RawDevice, rawDevice, startApi, update } from './api-kit.ts'

let api: Api
let device: RawDevice
let office: RawDevice
beforeAll(async () => {
  api = await startApi()
  device = await rawDevice(api.address, ADMIN)
  office = await rawDevice(api.address, ADMIN)
})
afterAll(() => api.close())

async function rowsOf(syncId: string) {
  const { rows } = await api.sql.query(
    `SELECT device_id, app_version, items, conflicts, held, rejected, started_at, ended_at FROM sync
     WHERE sync_id = $1`,
    [syncId],
  )
  return rows
}

const ticket = () => insert('Ticket', `TKT-${randomUUID()}`, { subject: 'x' })
const at = (hour: number) => ({
  appointment_datetime: `2036-03-01T${hour}:00:00Z`,
  appointment_end_datetime: `2036-03-01T${hour + 1}:00:00Z`,
})

describe('a sync', () => {
  it('of several batches is one row, from the first to the last', async () => {
    const sync_id = randomUUID()
    await device.results([ticket(), ticket()], { sync_id, app_version: '1.0' })
    const [first] = await rowsOf(sync_id)
    await device.results([ticket()], { sync_id, app_version: '1.0' })
    const rows = await rowsOf(sync_id)
    expect(rows).toMatchObject([
      { device_id: device.device_id, app_version: '1.0', items: 3, conflicts: 0, held: 0, rejected: 0 },
    ])
    const [row] = rows
    expect(row.started_at).toEqual(first.started_at)
    expect(row.ended_at.getTime()).toBeGreaterThanOrEqual(first.ended_at.getTime())
    expect(row.ended_at.getTime()).toBeGreaterThanOrEqual(row.started_at.getTime())
  })

  it('does not count what is sent again, in the same sync or another', async () => {
    const [sync_id, again] = [randomUUID(), randomUUID()]
    const operations = [ticket(), insert('Ticket', `TKT-${randomUUID()}`, { sla_status: 'Breached' })]
    for (const id of [sync_id, sync_id, again]) await device.results(operations, { sync_id: id })
    expect(await rowsOf(sync_id)).toMatchObject([{ items: 2, rejected: 1 }])
    expect(await rowsOf(again)).toMatchObject([{ items: 0, rejected: 0 }])
  })

  it('does not count the same change twice in one batch', async () => {
    const sync_id = randomUUID()
    const operation = ticket()
    await device.results([operation, operation], { sync_id })
    expect(await rowsOf(sync_id)).toMatchObject([{ items: 1 }])
  })

  it('counts a conflict where somebody had to choose: by a rule, or by a person, who is counted as held too', async () => {
    const [job, appointment] = [`JOB-${randomUUID()}`, `APT-${randomUUID()}`]
    const base = { title: 'x', status: 'Assigned', priority: 'Low' }
    await device.results([
      insert('Dispatch Job', job, base),
      insert('Appointment', appointment, { attendee_name: 'A', ...at(10) }),
    ])
    await office.results([
      update('Dispatch Job', job, 1, { priority: 'High' }),
      update('Appointment', appointment, 1, at(12)),
    ])
    const sync_id = randomUUID()
    const results = await device.results(
      [
        update('Dispatch Job', job, 1, { priority: 'Urgent' }),
        update('Appointment', appointment, 1, at(14)),
        ticket(),
      ],
      { sync_id },
    )
    expect(results.map(({ status }) => status)).toEqual(['conflict', 'conflict_manual', 'success'])
    expect(await rowsOf(sync_id)).toMatchObject([{ items: 3, conflicts: 2, held: 1, rejected: 0 }])
  })

  it('counts apart what met another change and was brought together without a choice', async () => {
    const [job, vehicle] = [`JOB-${randomUUID()}`, `TKT-${randomUUID()}`]
    await device.results([
      insert('Dispatch Job', job, { title: 'x', status: 'Assigned', priority: 'Low' }),
      insert('Ticket', vehicle, { subject: 'x' }),
    ])
    await office.results([update('Dispatch Job', job, 1, { title: 'y' })])
    const sync_id = randomUUID()
    const sent = [
      update('Dispatch Job', job, 1, { completion_notes: 'done' }),
      update('Ticket', vehicle, 1, { subject: 'mine alone' }),
    ]
    await device.results(sent, { sync_id })
    await device.results(sent, { sync_id })
    const { rows } = await api.sql.query('SELECT items, conflicts, merged FROM sync WHERE sync_id = $1', [
      sync_id,
    ])
    expect(rows).toEqual([{ items: 2, conflicts: 0, merged: 1 }])
  })

  it('does not count as a conflict what is only flagged (R-12), or a field that may not be written', async () => {
    const job = `JOB-${randomUUID()}`
    await device.results([insert('Dispatch Job', job, { title: 'x', status: 'Assigned' })])
    await office.results([update('Dispatch Job', job, 1, { status: 'En Route' })])
    const sync_id = randomUUID()
    const results = await device.results(
      [
        update('Dispatch Job', job, 1, { completion_notes: 'done' }),
        insert('Ticket', `TKT-${randomUUID()}`, { subject: 'x', sla_status: 'Breached' }),
      ],
      { sync_id },
    )
    expect(results.map(({ status }) => status)).toEqual(['conflict', 'conflict'])
    expect(await rowsOf(sync_id)).toMatchObject([{ items: 2, conflicts: 0, held: 0 }])
  })
})
