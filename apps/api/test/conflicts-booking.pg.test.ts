import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  insert,
  RECEPTION,
  RESOLVER,
  rawDevice,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'
import { appointment, Desk, PICK_CLIENT, times, values } from './conflict-kit.ts'

let api: Api
let desk: Desk
let replica: string
beforeAll(async () => {
  api = await startApi()
  replica = await api.replica()
  desk = await Desk.open(api)
})
afterAll(() => api.close())

const provider = () => `P-${randomUUID()}`
const newName = () => `APT-${randomUUID()}`

/** Nobody may have booked over another, whatever was asked at once. */
async function overlaps(resource: string) {
  return desk.rows(
    `SELECT a.name, b.name FROM slot a JOIN slot b ON a.org_id = b.org_id AND a.resource = b.resource
     AND a.name < b.name AND a.during && b.during AND NOT a.overridden AND NOT b.overridden
     WHERE a.resource = $1`,
    `provider:${resource}`,
  )
}

describe('a time that is taken, on every way to it', () => {
  it('insert: is stored, waits, and has no time', async () => {
    const { first, second, id } = await desk.doubleBooked()
    expect(await desk.bookings(first, second)).toMatchObject([{ name: first }])
    expect(await desk.detail(id)).toMatchObject({ kind: 'slot_collision', other: { name: first } })
  })

  it('move: waits, and keeps its old time', async () => {
    const who = provider()
    const [first, second] = [newName(), newName()]
    await desk.office.results([
      insert('Appointment', first, appointment(who, '09:00', '10:00')),
      insert('Appointment', second, appointment(who, '11:00', '12:00')),
    ])
    const [held] = await desk.office.results([update('Appointment', second, 1, times('09:30', '10:30'))])
    expect(held).toMatchObject({ status: 'conflict_manual', resolved_doc: times('11:00', '12:00') })
    expect(await desk.bookings(second)).toMatchObject([{ start: new Date('2031-03-03T11:00:00+01:00') }])
  })

  it.each([
    ['at its old time', {}],
    ['at another time that is taken too', times('11:30', '12:30')],
  ])(
    'a cancelled one that comes back %s: waits without a time, and holds nothing else up',
    async (_, moved) => {
      const who = provider()
      const [back, first, second] = [newName(), newName(), newName()]
      await desk.office.results([
        insert('Appointment', back, { ...appointment(who, '09:00', '10:00'), status: 'Cancelled' }),
        insert('Appointment', first, appointment(who, '09:30', '10:30')),
        insert('Appointment', second, appointment(who, '11:00', '12:00')),
      ])
      const other = newName()
      const [held, beside] = await desk.office.results([
        update('Appointment', back, 1, { status: 'Confirmed', ...moved }),
        insert('Appointment', other, appointment(who, '15:00', '16:00')),
      ])
      expect([held?.status, beside?.status]).toEqual(['conflict_manual', 'success'])
      const booked = await desk.bookings(back, first, second, other)
      expect(booked.map(({ name }) => name).sort()).toEqual([first, second, other].sort())
    },
  )

  it('undelete: comes back without a time, until somebody with the right books it anyway, with a reason', async () => {
    const who = provider()
    const [gone, taker] = [newName(), newName()]
    await desk.office.results([insert('Appointment', gone, appointment(who, '09:00', '10:00'))])
    const admin = await rawDevice(api.address, ADMIN)
    await admin.results([{ ...update('Appointment', gone, 1, {}), op: 'delete', data: undefined }])
    await desk.office.results([insert('Appointment', taker, appointment(who, '09:30', '10:30'))])
    const undelete = { ...update('Appointment', gone, 2, {}), op: 'undelete', data: undefined }
    const [held] = await admin.results([undelete])
    expect(held).toMatchObject({ status: 'conflict_manual', gone: null })
    expect(await desk.bookings(gone, taker)).toMatchObject([{ name: taker }])
    const id = held?.conflict_id ?? ''
    const [technician, silent] = [
      await desk.ask('resolve', id, { as: TECH_A, body: { action: 'book_anyway', comment: 'Two rooms' } }),
      await desk.ask('resolve', id, { body: { action: 'book_anyway' } }),
    ]
    expect([technician.status, silent.status]).toEqual([404, 422])
    const done = await desk.ask('resolve', id, { body: { action: 'book_anyway', comment: 'Two rooms' } })
    expect(done.status).toBe(200)
    expect((await desk.bookings(gone))[0]).toMatchObject({ overridden: true })
  })

  it('a second try onto another taken time: the question is about who has that one', async () => {
    const { second, provider: who, id } = await desk.doubleBooked()
    const third = newName()
    await desk.office.results([insert('Appointment', third, appointment(who, '17:00', '18:00'))])
    const [held] = await desk.office.results([update('Appointment', second, 1, times('17:30', '18:30'))])
    expect(held).toMatchObject({ status: 'conflict_manual', conflict_id: id })
    expect(await desk.detail(id)).toMatchObject({ other: { name: third }, client: times('17:30', '18:30') })
    const body = { action: 'cancel', target: 'other' }
    expect((await desk.ask('resolve', id, { body })).status).toBe(200)
    expect((await desk.document('Appointment', third)).data).toMatchObject({ status: 'Cancelled' })
    expect(await desk.bookings(second)).toMatchObject([{ start: new Date('2031-03-03T17:30:00+01:00') }])
  })

  it('another provider at the same time: the booking goes there with the document', async () => {
    const [busy, calm] = [provider(), provider()]
    const [taker, moved] = [newName(), newName()]
    await desk.office.results([
      insert('Appointment', taker, appointment(busy, '09:00', '10:00')),
      insert('Appointment', moved, appointment(calm, '09:00', '10:00')),
    ])
    const [held] = await desk.office.results([update('Appointment', moved, 1, { provider: busy })])
    await desk.office.results([update('Appointment', taker, 1, times('11:00', '12:00'))])
    const body = { action: 'choose', choices: { provider: { pick: 'client' } } }
    expect((await desk.ask('resolve', held?.conflict_id ?? '', { body })).status).toBe(200)
    const booked = await desk.rows('SELECT resource FROM slot WHERE name = $1', moved)
    expect(booked).toEqual([{ resource: `provider:${busy}` }])
  })

  it('a technician who booked over somebody may move it, and not book it anyway', async () => {
    const [taker, mine, who] = [newName(), newName(), provider()]
    await desk.office.results([insert('Appointment', taker, appointment(who, '09:00', '10:00'))])
    const phone = await rawDevice(api.address, TECH_A)
    const [held] = await phone.results([insert('Appointment', mine, appointment(who, '09:30', '10:30'))])
    const id = held?.conflict_id ?? ''
    const anyway = await desk.ask('resolve', id, {
      as: TECH_A,
      body: { action: 'book_anyway', comment: 'Please' },
    })
    expect([anyway.status, anyway.body.code]).toEqual([403, 'forbidden'])
    const choices = values(times('10:00', '11:00'))
    expect((await desk.ask('resolve', id, { as: TECH_A, body: { action: 'move', choices } })).status).toBe(
      200,
    )
    expect(await desk.bookings(mine)).toMatchObject([{ overridden: false }])
  })

  it('moving the other one moves the revision of the question that is open about it', async () => {
    const { name, id } = await desk.movedTwice()
    const looked = await desk.detail(id)
    const [held] = await desk.office.results([
      insert('Appointment', newName(), appointment(`P-${name}`, '14:15', '15:15')),
    ])
    const body = { action: 'move', target: 'other', choices: values(times('18:00', '19:00')) }
    expect((await desk.ask('resolve', held?.conflict_id ?? '', { body })).status).toBe(200)
    const stale = await desk.ask('resolve', id, { revision: looked.revision, body: PICK_CLIENT })
    expect([stale.status, stale.body.code]).toEqual([412, 'revision_changed'])
    expect(stale.body.item).toMatchObject({ server: times('18:00', '19:00') })
  })

  it('resolve: is refused, with who has it', async () => {
    const { name, id } = await desk.movedTwice()
    const taker = newName()
    await desk.office.results([insert('Appointment', taker, appointment(`P-${name}`, '15:00', '16:00'))])
    const answer = await desk.ask('resolve', id, { body: PICK_CLIENT })
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      409,
      'slot_taken',
      `${taker} has that time`,
    ])
  })

  it('undo: is refused, with who has it, and the decision stands', async () => {
    const { name, id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_CLIENT })
    const taker = newName()
    await desk.office.results([insert('Appointment', taker, appointment(`P-${name}`, '14:00', '14:30'))])
    const answer = await desk.ask('undo', id)
    expect([answer.status, answer.body.code]).toEqual([409, 'slot_taken'])
    expect(answer.body.taken).toMatchObject({ name: taker })
    expect(await desk.detail(id)).toMatchObject({ state: 'resolved' })
    expect(await desk.bookings(name)).toMatchObject([{ start: new Date('2031-03-03T14:30:00+01:00') }])
  })

  it('is found where one batch puts time and provider together', async () => {
    const [busy, calm] = [provider(), provider()]
    const [taker, moved] = [newName(), newName()]
    await desk.office.results([
      insert('Appointment', taker, appointment(busy, '09:00', '10:00')),
      insert('Appointment', moved, appointment(calm, '12:00', '13:00')),
    ])
    const [provided, timed] = await desk.office.results([
      update('Appointment', moved, 1, { provider: busy }),
      update('Appointment', moved, 1, times('09:30', '10:30')),
    ])
    expect([provided?.status, timed?.status]).toEqual(['success', 'conflict_manual'])
    expect(await overlaps(busy)).toEqual([])
    expect(await desk.bookings(moved)).toMatchObject([{ start: new Date('2031-03-03T12:00:00+01:00') }])
  })
})

describe('many at once', () => {
  it('twelve devices of two processes book one time: one has it, the others wait, none is lost', async () => {
    const who = provider()
    const devices = await Promise.all(
      Array.from({ length: 12 }, (_, index) => rawDevice(index % 2 === 0 ? api.address : replica, RECEPTION)),
    )
    const results = await Promise.all(
      devices.map(async (device) => {
        const operation = insert('Appointment', newName(), appointment(who, '10:00', '11:00'))
        let [result] = await device.results([operation])
        while (result?.status === 'retry') [result] = await device.results([operation])
        return result
      }),
    )
    const statuses = results.map((result) => result?.status).sort()
    expect(statuses).toEqual([...Array.from({ length: 11 }, () => 'conflict_manual'), 'success'])
    const names = results.map((result) => result?.name ?? '')
    expect(await desk.bookings(...names)).toHaveLength(1)
    const stored = await desk.rows('SELECT name FROM document WHERE name = ANY($1)', names)
    expect(stored).toHaveLength(12)
  })

  const ways: [string, (who: string, address: string) => Promise<() => Promise<unknown>>][] = [
    [
      'insert',
      async (who, address) => {
        const device = await rawDevice(address, RECEPTION)
        return () => device.results([insert('Appointment', newName(), appointment(who, '10:00', '11:00'))])
      },
    ],
    [
      'move',
      async (who, address) => {
        const [device, name] = [await rawDevice(address, RECEPTION), newName()]
        await device.results([insert('Appointment', name, appointment(provider(), '16:00', '17:00'))])
        return () =>
          device.results([update('Appointment', name, 1, { provider: who, ...times('10:30', '11:30') })])
      },
    ],
    [
      'undelete',
      async (who, address) => {
        const [device, name] = [await rawDevice(address, ADMIN), newName()]
        await device.results([insert('Appointment', name, appointment(who, '10:15', '11:15'))])
        await device.results([{ ...update('Appointment', name, 1, {}), op: 'delete', data: undefined }])
        return () =>
          device.results([{ ...update('Appointment', name, 2, {}), op: 'undelete', data: undefined }])
      },
    ],
    [
      'resolve',
      async (who, address) => {
        const { id } = await desk.doubleBooked()
        const { revision } = await desk.detail(id)
        const choices = values({ provider: who, ...times('10:45', '11:45') })
        return () =>
          desk.ask('resolve', id, { address, revision, as: RESOLVER, body: { action: 'move', choices } })
      },
    ],
    [
      'undo',
      async (who, address) => {
        const { id, second } = await desk.doubleBooked()
        const device = await rawDevice(address, RECEPTION)
        await device.results([
          update('Appointment', second, 1, { provider: who, ...times('10:10', '11:10') }),
        ])
        const [held] = await desk.office.results([
          update('Appointment', second, 1, { provider: provider(), ...times('17:00', '18:00') }),
        ])
        const conflict = held?.conflict_id ?? id
        await desk.ask('resolve', conflict, {
          body: {
            action: 'choose',
            choices: { appointment_datetime: { pick: 'client' }, provider: { pick: 'client' } },
          },
        })
        const { revision } = await desk.detail(conflict)
        return () => desk.ask('undo', conflict, { address, revision })
      },
    ],
  ]
  const pairs = ways.flatMap((a, index) => ways.slice(index).map((b) => [a, b] as const))

  it.each(pairs.map(([a, b]) => [a[0], b[0], a[1], b[1]] as const))(
    '%s and %s from two processes: one has the time',
    async (_a, _b, one, another) => {
      const who = provider()
      const deeds = [await one(who, api.address), await another(who, replica)]
      const answers = await Promise.all(deeds.map((deed) => deed()))
      expect(JSON.stringify(answers)).not.toContain('"retry"')
      expect(await overlaps(who)).toEqual([])
      expect(await desk.rows('SELECT name FROM slot WHERE resource = $1', `provider:${who}`)).toHaveLength(1)
    },
  )
})

it('leaves every invariant of the database true', async () => {
  const reports = await checkInvariants(api.databaseUrl)
  expect(isClean(reports), toTable(reports)).toBe(true)
})
