/** Clients of every release that has been out there, played against this server. */
import { randomUUID } from 'node:crypto'
import type { Server } from 'socket.io'
import { expect, it, vi } from 'vitest'
import { SyncGateway } from '../src/realtime/sync.gateway.ts'
import { ADMIN, type Api, insert, rawDevice, startApi } from './api-kit.ts'
import { type Exchange, type NamedRecording, readRecordings, writeRecordings } from './wire/recording.ts'
import { Replay } from './wire/replay.ts'
import { recordDay } from './wire/scenario.ts'

async function withApi<T>(work: (api: Api) => Promise<T>): Promise<T> {
  const api = await startApi()
  try {
    return await work(api)
  } finally {
    await api.close()
  }
}

/** With RECORD_WIRE=2 (say) the recordings of that version are made, never over older ones. */
it("records what today's client and server say to each other", async () => {
  await withApi(async (api) => {
    const { recordings } = await recordDay(api)
    const kinds = new Set([...recordings.values()].flatMap(({ exchanges }) => exchanges.map(kindOf)))
    for (const kind of ['login 200', 'upsert_batch 200', 'feed 200', 'feed 422', 'undo 200', 'history 200']) {
      expect(kinds).toContain(kind)
    }
    const { RECORD_WIRE } = process.env
    if (RECORD_WIRE !== undefined) writeRecordings(RECORD_WIRE, recordings)
  })
})

/** Where an older client is served otherwise than it was, and that was decided: the line of what differs. */
const DECIDED: readonly string[] = [
  // The Server side of a conflict tells the version of the app behind it, where there is one.
  ...[
    ['5 GET', '', '.body'],
    ['8 POST', '/resolve', '.body.item'],
    ['9 POST', '/extend', '.body.conflict'],
    ['10 POST', '/resolve', '.body.conflict'],
    ['11 POST', '/resolve', '.body.conflict'],
    ['13 POST', '/undo', '.body.conflict'],
  ].map((where) => onConflict(where, 'sides.server.app_version is string, and was null')),
  // The device's version whole, which could always be asked for, is among what may be done.
  ...[
    ['5 GET', '', '.body'],
    ['8 POST', '/resolve', '.body.item'],
    ['9 POST', '/extend', '.body.conflict'],
    ['13 POST', '/undo', '.body.conflict'],
  ].map((where) => onConflict(where, 'actions has 2 items, and had 1')),
]

function onConflict([call, deed, at]: string[], difference: string): string {
  return `1/3-conflicts.json ${call} /api/conflicts/00000000-0000-4000-8000-000000000037${deed}: ${at}.${difference}`
}

const byVersion = Map.groupBy(readRecordings(), ({ file }) => file.split('/')[0] ?? '')

it.each([...byVersion])(
  'serves a client of version %s as it was served then',
  async (_version, recordings) => {
    await withApi(async (api) => {
      const replay = new Replay(api.address)
      const differences = await differencesOf(replay, recordings)
      expect(differences.filter((line) => !DECIDED.includes(line))).toEqual([])
    })
  },
)

/** What a newer server tells sockets, and an older client has never heard of. */
it('a device that hears events it does not understand reads the feed, and goes on hearing', async () => {
  await withApi(async (api) => {
    const device = await api.device(ADMIN)
    await device.sync()
    const synced: string[] = []
    device.subscribe((event) => {
      if (event.type === 'synced') synced.push(event.result.ended.kind)
    })
    await device.connect()
    await vi.waitUntil(() => synced.length === 1, { timeout: 60_000 })
    const server: Server = Reflect.get(api.app.get(SyncGateway), 'server')
    server.emit('sung', { song: 'La' })
    server.emit('conflict', { change: 'sung', conflict: null })
    server.emit('notification', 'of another form')
    server.emit('delta', { doctype: 'Ticket', of: 'another form' })
    await vi.waitUntil(() => synced.length === 2, { timeout: 60_000 })
    expect(synced).toEqual(['complete', 'complete'])
    const office = await rawDevice(api.address, ADMIN)
    const name = `TKT-${randomUUID()}`
    await office.results([insert('Ticket', name, { subject: 'heard' })])
    await vi.waitUntil(async () => (await device.get('Ticket', name)) !== null, { timeout: 60_000 })
    expect((await device.status()).live).toBe(true)
  })
})

const kindOf = ({ request, answer }: Exchange) => `${request.path.split(/[./]/).at(-1)} ${answer.status}`

async function differencesOf(replay: Replay, recordings: readonly NamedRecording[]): Promise<string[]> {
  const all: string[] = []
  for (const recording of recordings) {
    const found = await replay.play(recording)
    all.push(...found.map((difference) => `${recording.file} ${difference}`))
  }
  return all
}
