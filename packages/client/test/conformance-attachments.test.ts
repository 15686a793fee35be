/** This client brings its files as the cases for clients in other languages say. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addAttachment, rememberUpload } from '../src/attachments/attachment-table.ts'
import { keepBytes } from '../src/attachments/cache.ts'
import { openNodeDriver } from '../src/index.ts'
import { prepare } from './conformance-cases.ts'
import { useBench } from './device.ts'
import type { Received, Reply } from './scripted-server.ts'

const bench = useBench()

/** Enough for every attempt of one transfer: the last answer of an address stands. */
const ATTEMPTS = 30

interface UploadCase {
  readonly name: string
  readonly given: {
    readonly file: string
    readonly bytes: string
    /** `state` of the File document at the server; null: it is not there yet. */
    readonly described: string | null
    /** Where an earlier upload was going. */
    readonly upload: string | null
  }
  /** By address, in order; the last one stands. */
  readonly answers: Readonly<Record<string, readonly (Reply | 'lost')[]>>
  readonly expect: {
    readonly requests: readonly UploadRequest[]
    readonly attachment: { readonly file: string; readonly state: string; readonly error?: string }
  }
}

interface UploadRequest {
  readonly method: string
  readonly path: string
  readonly length?: number
  readonly offset?: number
  readonly body?: string
}

function readUploadCases(): UploadCase[] {
  return JSON.parse(readFileSync(new URL('../conformance/attachments.json', import.meta.url), 'utf8'))
}

function asExpected({ method, path, headers, text }: Received): UploadRequest {
  if (method === 'POST') return { method, path, length: Number(headers['upload-length']) }
  if (method === 'PATCH') return { method, path, offset: Number(headers['upload-offset']), body: text }
  return { method, path }
}

describe('files, as any client brings them', () => {
  it.each(readUploadCases().map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { given, answers, expect: law }) => {
      const { file, described, upload } = given
      const bytes = new TextEncoder().encode(given.bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const driver = openNodeDriver(bench.databasePath)
      const server = {
        file_name: 'a.jpg',
        mime: 'image/jpeg',
        size: bytes.byteLength,
        sha256,
        state: described,
      }
      const document = { doctype: 'File', name: file, server, version: 1, seq: '1' }
      await prepare(driver, { settings: {}, queue: [], documents: described === null ? [] : [document] })
      await driver.transaction(async (tx) => {
        const added = { file, account: 'ana@demo.test', mime: 'image/jpeg', size: bytes.byteLength }
        await addAttachment(tx, added)
        await keepBytes(tx, file, bytes)
        await rememberUpload(tx, file, upload)
      })
      for (const [path, replies] of Object.entries(answers)) {
        const last = replies.slice(-1)
        const all = [...replies, ...Array.from({ length: ATTEMPTS }, () => last).flat()]
        bench.server.next(path, ...all.map((reply) => () => (reply === 'lost' ? 'cut' : reply)))
      }
      const { attachments } = await bench.open({ database: driver })
      await attachments.transfer()

      const sent = bench.server.received.filter(({ path }) => path.startsWith('/api/uploads')).map(asExpected)
      expect(sent.slice(0, law.requests.length)).toEqual(law.requests)
      if (law.attachment.state !== 'waiting') expect(sent).toHaveLength(law.requests.length)
      expect(await attachments.list()).toMatchObject([law.attachment])
      const kept = await attachments.read(file)
      expect(new Uint8Array((await kept?.arrayBuffer()) ?? [])).toEqual(bytes)
    },
  )
})
