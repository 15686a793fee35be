import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  insert,
  type RawDevice,
  rawDevice,
  STRANGER,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'

let api: Api
let admin: RawDevice
beforeAll(async () => {
  api = await startApi()
  admin = await rawDevice(api.address, ADMIN)
})
afterAll(() => api.close())

const ticket = () => `TKT-${randomUUID()}`
const stored = async (name: string) =>
  (await api.sql.query('SELECT data FROM document WHERE name = $1', [name])).rows[0]?.data

describe('idempotency', () => {
  it('answers the same mutation with the stored result, and applies it once', async () => {
    const name = ticket()
    const operation = insert('Ticket', name, { subject: 'No heating' })
    const [first] = await admin.results([operation])
    const [again] = await admin.results([operation])
    expect(first).toMatchObject({ status: 'success', version: 1, replayed: false })
    expect(again).toMatchObject({ status: 'success', version: 1, replayed: true })
    const { rows } = await api.sql.query('SELECT count(*)::int AS n FROM document_version WHERE name = $1', [
      name,
    ])
    expect(rows[0].n).toBe(1)
  })

  it('lets one of many concurrent duplicates through, to any replica', async () => {
    const replicas = [api.address, await api.replica(), await api.replica()]
    const name = ticket()
    const operation = insert('Dispatch Job', name, {
      title: 'x',
      parts_used: [{ item_code: 'F1', quantity: 2 }],
    })
    await admin.results([operation])
    const more = update('Dispatch Job', name, 1, { parts_used: [{ item_code: 'F1', quantity: 5 }] })
    const devices = await Promise.all(replicas.map((address) => rawDevice(address, ADMIN)))
    const answers = await Promise.all(
      devices.flatMap((device) =>
        Array.from({ length: 4 }, () => device.results([more], { device_id: admin.device_id })),
      ),
    )
    const versions = answers.map(([result]) => [result?.status, result?.version])
    expect(new Set(versions.map((version) => JSON.stringify(version)))).toEqual(new Set(['["success",2]']))
    expect(answers.filter(([result]) => result?.replayed === false)).toHaveLength(1)
  })
})

describe('whole-request problems', () => {
  it('an envelope that is not one', async () => {
    const answer = await admin.push([], { device_id: 'not-a-uuid' })
    expect([answer.status, answer.body.code]).toEqual([422, 'malformed_request'])
  })

  it('somebody else’s organisation looks like none at all', async () => {
    const stranger = await rawDevice(api.address, STRANGER, 'ORG-DEMO')
    const nowhere = await rawDevice(api.address, STRANGER, 'ORG-NONE')
    for (const device of [stranger, nowhere]) {
      const answer = await device.push([insert('Ticket', ticket(), { subject: 'x' })])
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    }
  })

  it('a device that was away for more than 168 hours reads the feed first, and then all is taken', async () => {
    const device = await rawDevice(api.address, ADMIN)
    await device.results([insert('Ticket', ticket(), { subject: 'before' })])
    const away = (hours: number) =>
      api.sql.query(
        `UPDATE device SET first_seen_at = now() - $2 * interval '1 hour', last_full_read_at = NULL
         WHERE device_id = $1`,
        [device.device_id, hours],
      )
    await away(167)
    expect((await device.push([insert('Ticket', ticket(), { subject: 'just in time' })])).status).toBe(200)
    await away(169)
    const late = insert('Ticket', ticket(), { subject: 'late' })
    const refused = await device.push([late])
    expect([refused.status, refused.body.code, refused.body.retryable]).toEqual([
      409,
      'resync_required',
      true,
    ])
    await device.feed({ limit: '500', device_id: device.device_id })
    expect((await device.results([late]))[0]).toMatchObject({ status: 'success', replayed: false })
  })
})

describe('rules at work', () => {
  it('own writes are not concurrent: three edits on one base in three batches', async () => {
    const name = ticket()
    await admin.results([insert('Ticket', name, { subject: 'a', priority: 'Low', description: 'one' })])
    const results = []
    for (const description of ['two', 'three', 'four']) {
      results.push(...(await admin.results([update('Ticket', name, 1, { description })])))
    }
    expect(results.map((result) => [result.status, result.version])).toEqual([
      ['success', 2],
      ['success', 3],
      ['success', 4],
    ])
  })

  it('what two copies of one phone made is concurrent: neither takes the parts of the other away', async () => {
    const name = `JOB-${randomUUID()}`
    const parts = (FUSE: number, VALVE = 0) => ({
      parts_used: [
        { item_code: 'FUSE', quantity: FUSE },
        { item_code: 'VALVE', quantity: VALVE },
      ],
    })
    const first = update('Dispatch Job', name, 1, parts(5), { over: [] })
    await admin.results([insert('Dispatch Job', name, { title: 'x', ...parts(1) }), first])
    const [second] = await admin.results([
      update('Dispatch Job', name, 1, parts(5, 2), { over: [first.mutation_id] }),
      update('Dispatch Job', name, 1, parts(5), { over: [] }),
    ])
    expect(second).toMatchObject({ status: 'success' })
    const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [name])
    expect(rows).toMatchObject([{ data: parts(9, 2) }])
  })

  it('what a change was made over is its base, also when others have changed that since', async () => {
    const name = `JOB-${randomUUID()}`
    const fuse = { item_code: 'FUSE', quantity: 1 }
    const valve = { item_code: 'VALVE', quantity: 2 }
    const first = insert('Dispatch Job', name, { title: 'x', parts_used: [fuse] })
    await admin.results([first])
    const other = await rawDevice(api.address, ADMIN)
    await other.results([update('Dispatch Job', name, 1, { parts_used: [fuse, valve] }, { over: [] })])
    // After a restore a device offers the insert again, and shows it over the copy it has just read.
    const counted = { parts_used: [{ ...fuse, quantity: 5 }] }
    await admin.results([update('Dispatch Job', name, 2, counted, { over: [first.mutation_id] })])
    const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [name])
    expect(rows).toMatchObject([{ data: { parts_used: [{ ...fuse, quantity: 5 }, valve] } }])
  })

  it('what a device counts of a record it has no copy of any more is counted from its own change', async () => {
    const name = `JOB-${randomUUID()}`
    const fuse = { item_code: 'FUSE', quantity: 1 }
    const valve = { item_code: 'VALVE', quantity: 2 }
    const first = update('Dispatch Job', name, 1, { parts_used: [fuse, valve] }, { over: [] })
    await admin.results([insert('Dispatch Job', name, { title: 'x', parts_used: [fuse] }), first])
    const blind = (data: Record<string, unknown>, { mutation_id }: { mutation_id: string }) =>
      update('Dispatch Job', name, null, data, { base: null, over: [mutation_id] })
    const counted = { parts_used: [{ ...fuse, quantity: 4 }, valve] }
    const note = blind({ completion_notes: 'done' }, first)
    await admin.results([blind(counted, first), note])
    expect(await stored(name)).toMatchObject(counted)
    // Where what it was made over says nothing of the parts, none were shown: all it has are new.
    await admin.results([blind({ parts_used: [{ ...fuse, quantity: 4 }] }, note)])
    expect(await stored(name)).toMatchObject({ parts_used: [{ ...fuse, quantity: 8 }, valve] })
    await admin.results([blind({ completion_notes: '', customer_feedback: null }, first)])
    expect(await stored(name)).toMatchObject({ completion_notes: 'done' })
  })

  it('what was counted over a refused count has what it added itself, and the refused one adds its own again', async () => {
    const name = `JOB-${randomUUID()}`
    const part = (item_code: string, quantity: number) => ({ item_code, quantity })
    const technician = await rawDevice(api.address, TECH_A)
    const first = update(
      'Dispatch Job',
      name,
      1,
      { parts_used: [part('FUSE', 1), part('PIPE', 1)] },
      { over: [] },
    )
    const job = { title: 'x', assigned_to: 'tech.b@demo.test', parts_used: [part('FUSE', 1)] }
    await admin.results([insert('Dispatch Job', name, job)])
    const [refused] = await technician.results([first])
    expect(refused?.status).toBe('rejected')
    await admin.results([update('Dispatch Job', name, 1, { assigned_to: 'tech.a@demo.test' })])
    const counted = { parts_used: [part('FUSE', 3), part('PIPE', 1)] }
    const next = update('Dispatch Job', name, 1, counted, { over: [first.mutation_id] })
    await technician.results([next])
    const parts = async () => (await stored(name)).parts_used
    expect(await parts()).toEqual([part('FUSE', 3)])
    await technician.results([{ ...first, mutation_id: randomUUID() }])
    expect(await parts()).toEqual([part('FUSE', 3), part('PIPE', 1)])
  })

  it('what is deleted without a copy is deleted unseen, whatever the device has changed in it', async () => {
    const name = `TKT-${randomUUID()}`
    const first = update('Ticket', name, 1, { description: 'of the phone' }, { over: [] })
    await admin.results([insert('Ticket', name, { subject: 'x', status: 'New' }), first])
    const [result] = await admin.results([
      update('Ticket', name, null, {}, { op: 'delete', data: null, base: null, over: [first.mutation_id] }),
    ])
    expect(result).toMatchObject({ status: 'conflict', resolved_doc: null })
  })

  it('what else it changes then, and knows no old value of, takes nothing from what it counts', async () => {
    const name = `JOB-${randomUUID()}`
    const fuse = { item_code: 'FUSE', quantity: 1 }
    const valve = { item_code: 'VALVE', quantity: 2 }
    const first = update('Dispatch Job', name, 1, { parts_used: [fuse, valve] }, { over: [] })
    const office = { title: 'x', parts_used: [fuse], description: 'of the office' }
    await admin.results([insert('Dispatch Job', name, office), first])
    const counted = { parts_used: [{ ...fuse, quantity: 4 }, valve] }
    const blind = { ...counted, description: 'of the phone', customer_feedback: 'thanks' }
    const over = [first.mutation_id]
    const [result] = await admin.results([update('Dispatch Job', name, null, blind, { base: null, over })])
    expect(result?.status).toBe('conflict')
    const { rows } = await api.sql.query('SELECT data FROM document WHERE name = $1', [name])
    const kept = { title: 'x', description: 'of the office', customer_feedback: 'thanks' }
    expect(rows).toEqual([{ data: expect.objectContaining({ ...kept, ...counted }) }])
  })

  it('a branch is made of a vault document that both changed', async () => {
    const name = `VD-${randomUUID()}`
    const other = await rawDevice(api.address, ADMIN)
    await admin.results([
      insert('Vault Document', name, { document_name: 'Contract', file: 'F-0', version: 1 }),
    ])
    await other.results([update('Vault Document', name, 1, { file: 'F-1', version: 2 })])
    const [result] = await admin.results([update('Vault Document', name, 1, { file: 'F-2', version: 2 })])
    expect(result?.status).toBe('conflict')
    expect(result?.branch?.name).toMatch(new RegExp(`^${name}_conflict_\\d{8}T\\d{9}Z`))
    const { rows } = await api.sql.query('SELECT data, branch_of FROM document WHERE name = $1', [
      result?.branch?.name,
    ])
    expect(rows).toMatchObject([{ branch_of: name, data: { file: 'F-2' } }])
  })
})
