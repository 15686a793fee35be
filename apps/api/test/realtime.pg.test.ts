import { randomUUID } from 'node:crypto'
import type { ServerEvents } from '@dartwing/protocol'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SyncGateway } from '../src/realtime/sync.gateway.ts'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

let api: Api
const sockets: Socket<ServerEvents>[] = []
beforeAll(async () => {
  api = await startApi()
})
afterAll(async () => {
  for (const socket of sockets) socket.close()
  await api.close()
})

async function connect(email: string, org = ORG): Promise<Socket<ServerEvents>> {
  const socket: Socket<ServerEvents> = io(api.address, {
    auth: { token: await signIn(api.address, email), org },
    transports: ['websocket'],
    reconnection: false,
  })
  sockets.push(socket)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

/** Collects the rows a socket hears until the one named last arrives. */
function rowsUntil(socket: Socket<ServerEvents>, name: string) {
  return new Promise<{ name: string; gone: string | null }[]>((resolve) => {
    const rows: { name: string; gone: string | null }[] = []
    socket.on('delta', (row) => {
      rows.push({ name: row.name, gone: row.gone })
      if (row.name === name) resolve(rows)
    })
  })
}

describe('realtime', () => {
  it('sends the rows of a commit to those who may read them, personal ones to their person', async () => {
    const [techA, techB, admin] = await Promise.all([connect(TECH_A), connect(TECH_B), connect(ADMIN)])
    const office = await rawDevice(api.address, ADMIN)
    const [job, last] = [`JOB-${randomUUID()}`, `TKT-${randomUUID()}`]
    const heard = Promise.all([rowsUntil(techA, last), rowsUntil(techB, last), rowsUntil(admin, last)])
    await office.results([insert('Dispatch Job', job, { title: 'x', assigned_to: TECH_A })])
    await office.results([update('Dispatch Job', job, 1, { assigned_to: TECH_B })])
    await office.results([insert('Ticket', last, { subject: 'the end' })])
    const [a, b, all] = await heard
    expect(a.filter((row) => row.name === job)).toEqual([
      { name: job, gone: null },
      { name: job, gone: 'out_of_scope' },
    ])
    expect(b.filter((row) => row.name === job)).toEqual([{ name: job, gone: null }])
    expect(all.filter((row) => row.name === job)).toHaveLength(2)
  })

  it('keeps a connected device up to date, and reaches it again after the socket was cut', async () => {
    const device = await api.device(ADMIN)
    await device.sync()
    await device.connect()
    const office = await rawDevice(api.address, ADMIN)
    const arrival = (name: string) =>
      new Promise<void>((resolve) => {
        const stop = device.subscribe((event) => {
          if (event.type !== 'changed' || !event.documents.some((document) => document.name === name)) return
          stop()
          resolve()
        })
      })
    const [first, second] = [`TKT-${randomUUID()}`, `TKT-${randomUUID()}`]
    const arrives = arrival(first)
    await office.results([insert('Ticket', first, { subject: 'live' })])
    await arrives
    expect((await device.get('Ticket', first))?.data).toMatchObject({ subject: 'live' })
    const returns = arrival(second)
    api.app.get(SyncGateway).disconnectAll()
    await office.results([insert('Ticket', second, { subject: 'after the cut' })])
    await returns
    expect((await device.get('Ticket', second))?.data).toMatchObject({ subject: 'after the cut' })
  })

  it('tells of a conflict when it opens', async () => {
    const admin = await connect(ADMIN)
    const opened = new Promise<string>((resolve) => {
      admin.on('conflict', ({ change, conflict }) => resolve(`${change} ${conflict.kind}`))
    })
    const [a, b] = [await rawDevice(api.address, ADMIN), await rawDevice(api.address, ADMIN)]
    const times = {
      appointment_datetime: '2032-02-03T10:00:00Z',
      appointment_end_datetime: '2032-02-03T11:00:00Z',
    }
    await a.results([insert('Appointment', `APT-${randomUUID()}`, { attendee_name: 'A', ...times })])
    await b.results([insert('Appointment', `APT-${randomUUID()}`, { attendee_name: 'B', ...times })])
    expect(await opened).toBe('opened slot_collision')
  })

  it('refuses those without a token, with a wrong one, or of another organisation', async () => {
    await expect(connect(STRANGER, ORG)).rejects.toThrow('unauthenticated')
    const refused = new Promise((_resolve, reject) => {
      const socket = io(api.address, {
        auth: { token: 'x', org: ORG },
        transports: ['websocket'],
        reconnection: false,
      })
      socket.once('connect_error', reject)
    })
    await expect(refused).rejects.toThrow('unauthenticated')
  })
})
