/** Clients of every release that has been out there, played against this server. */
import { PROTOCOL_VERSION } from '@dartwing/protocol'
import { expect, it } from 'vitest'
import { type Api, startApi } from './api-kit.ts'
import { type Exchange, type NamedRecording, readRecordings, writeRecordings } from './wire-recording.ts'
import { Replay } from './wire-replay.ts'
import { recordDay } from './wire-scenario.ts'

async function withApi<T>(work: (api: Api) => Promise<T>): Promise<T> {
  const api = await startApi()
  try {
    return await work(api)
  } finally {
    await api.close()
  }
}

/** With RECORD_WIRE=1 a new recording is made: for a new version of the wire, never over an older one. */
it("records what today's client and server say to each other", async () => {
  await withApi(async (api) => {
    const { recordings } = await recordDay(api)
    const kinds = new Set([...recordings.values()].flatMap(({ exchanges }) => exchanges.map(kindOf)))
    for (const kind of ['login 200', 'upsert_batch 200', 'feed 200', 'feed 422', 'undo 200', 'history 200']) {
      expect(kinds).toContain(kind)
    }
    if (process.env.RECORD_WIRE === '1') writeRecordings(PROTOCOL_VERSION, recordings)
  })
})

const byVersion = Map.groupBy(readRecordings(), ({ file }) => file.split('/')[0] ?? '')

it.each([...byVersion])(
  'serves a client of version %s as it was served then',
  async (_version, recordings) => {
    await withApi(async (api) => {
      const replay = new Replay(api.address)
      const differences = await differencesOf(replay, recordings)
      expect(differences).toEqual([])
    })
  },
)

const kindOf = ({ request, answer }: Exchange) => `${request.path.split(/[./]/).at(-1)} ${answer.status}`

async function differencesOf(replay: Replay, recordings: readonly NamedRecording[]): Promise<string[]> {
  const all: string[] = []
  for (const recording of recordings) {
    const found = await replay.play(recording)
    all.push(...found.map((difference) => `${recording.file} ${difference}`))
  }
  return all
}
