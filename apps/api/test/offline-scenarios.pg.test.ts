/** The plan's section 6.2, under its own names: real devices, the real server, a real database. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, RECEPTION, RESOLVER, signIn, startApi, TECH_A, TECH_B } from './api-kit.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

describe('TestOfflineScenarios', () => {
  it('test_tech_offline_job_reassigned', async () => {
    const office = await api.device(ADMIN)
    const techA = await api.device(TECH_A)
    const job = await office.queueChange('Dispatch Job', null, {
      title: 'Boiler service',
      assigned_to: TECH_A,
      status: 'Assigned',
      completion_notes: '',
    })
    await office.sync()
    await techA.sync()
    expect((await techA.get('Dispatch Job', job.name))?.data?.assigned_to).toBe(TECH_A)

    // Tech A is offline from here: the change waits in the device's database.
    await techA.queueChange('Dispatch Job', job.name, { completion_notes: 'Started work' })
    await office.queueChange('Dispatch Job', job.name, { assigned_to: TECH_B })
    await office.sync()
    const sync_result = await techA.sync()

    await office.sync()
    const reloaded = (await office.get('Dispatch Job', job.name))?.data
    expect(reloaded?.assigned_to).toBe(TECH_B)
    expect(reloaded?.completion_notes).toBe('Started work')
    expect(sync_result.conflicts).toContain('completion_notes')
    expect(sync_result.notifications[0]?.type).toBe('assignment_changed')
    expect(await techA.pending()).toEqual([])
    // The job is Tech B's now: A's copy is gone, B has it with A's note.
    expect(await techA.get('Dispatch Job', job.name)).toMatchObject({ data: null, gone: 'out_of_scope' })
    const techB = await api.device(TECH_B)
    await techB.sync()
    expect((await techB.get('Dispatch Job', job.name))?.data?.completion_notes).toBe('Started work')
  })

  it('test_appointment_double_booking', async () => {
    const receptA = await api.device(RECEPTION)
    const receptB = await api.device(RECEPTION)
    await receptA.sync()
    await receptB.sync()
    const at14 = {
      provider: 'Dr. Sørensen',
      appointment_datetime: '2030-05-06T14:00:00+02:00',
      appointment_end_datetime: '2030-05-06T15:00:00+02:00',
      status: 'Scheduled',
    }
    const a = await receptA.queueChange('Appointment', null, { ...at14, attendee_name: 'Łucja' })
    const b = await receptB.queueChange('Appointment', null, { ...at14, attendee_name: '田中' })
    const result_a = await receptA.sync()
    const result_b = await receptB.sync()

    expect([result_a.status, result_b.status]).toEqual(['success', 'conflict_manual'])
    expect(await receptB.inbox()).toHaveLength(1)
    await receptA.sync()
    // Nothing is lost: both appointments exist on both devices, one of them on hold.
    for (const device of [receptA, receptB]) {
      expect((await device.get('Appointment', a.name))?.data?.attendee_name).toBe('Łucja')
      expect((await device.get('Appointment', b.name))?.data?.attendee_name).toBe('田中')
    }
    const slots = await api.sql.query('SELECT name FROM slot')
    expect(slots.rows.map((row) => row.name)).toEqual([a.name])
  })

  it('a device that was offline, a conflict, a person’s decision: the device has it', async () => {
    const office = await api.device(RECEPTION)
    const phone = await api.device(TECH_A)
    const at = (from: string, to: string) => ({
      appointment_datetime: `2030-06-07T${from}:00+02:00`,
      appointment_end_datetime: `2030-06-07T${to}:00+02:00`,
    })
    const { name } = await office.queueChange('Appointment', null, {
      attendee_name: 'Ortega',
      ...at('13:00', '14:00'),
    })
    await office.sync()
    await phone.sync()
    await phone.queueChange('Appointment', name, { ...at('14:30', '15:30'), notes: 'Dog in the yard' })
    await office.queueChange('Appointment', name, { ...at('14:00', '15:00'), notes: 'Gate code 12' })
    await office.sync()
    await phone.sync()

    // Meanwhile the phone shows the server's time, both notes, and that a person has to decide.
    const waiting = (await phone.inbox()).find((held) => held.name === name)
    expect((await phone.get('Appointment', name))?.data).toMatchObject(at('14:00', '15:00'))
    expect(waiting?.fields).toContain('appointment_datetime')
    const token = await signIn(api.address, RESOLVER)
    const conflict = await call(api.address, token, `/api/conflicts/${waiting?.id}`)
    const decided = await call(api.address, token, `/api/conflicts/${waiting?.id}/resolve`, {
      body: { choices: { appointment_datetime: { pick: 'client' } } },
      headers: { 'if-match': `"${conflict.body.revision}"`, 'idempotency-key': randomUUID() },
    })
    expect(decided.status).toBe(200)

    for (const device of [phone, office]) {
      await device.sync()
      const data = (await device.get('Appointment', name))?.data
      expect(data).toMatchObject(at('14:30', '15:30'))
      expect(data?.notes).toContain('Dog in the yard')
      expect(data?.notes).toContain('Gate code 12')
      expect((await device.inbox()).map((held) => held.name)).not.toContain(name)
    }
  })

  it('parts used on both sides are added up', async () => {
    const office = await api.device(ADMIN)
    const phone = await api.device(TECH_A)
    const { name } = await office.queueChange('Dispatch Job', null, {
      title: 'Pump',
      assigned_to: TECH_A,
      parts_used: [{ item_code: 'F1', quantity: 2 }],
    })
    await office.sync()
    await phone.sync()
    await phone.queueChange('Dispatch Job', name, { parts_used: [{ item_code: 'F1', quantity: 4 }] })
    await office.queueChange('Dispatch Job', name, { parts_used: [{ item_code: 'F1', quantity: 3 }] })
    await office.sync()
    await phone.sync()
    await office.sync()
    expect((await office.get('Dispatch Job', name))?.data?.parts_used).toEqual([
      { item_code: 'F1', quantity: 5 },
    ])
  })
})
