/** Files of documents: kept with their description, uploaded in order, never lost, never in the way. */
import { createHash } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import type { Attachment } from '../src/attachments/attachment-table.ts'
import { openAttachments } from '../src/attachments/attachments.ts'
import type { AttachmentEvent, AttachmentUploader, UploadOutcome } from '../src/attachments/upload.ts'
import { type Driver, openNodeDriver } from '../src/index.ts'
import { useBench } from './device.ts'

const bench = useBench()
const DONE: UploadOutcome = { kind: 'done' }
const PHOTO = { doctype: 'Dispatch Job', name: 'JOB-1', field: 'photos' }
const MB = 1024 * 1024

/** An app's uploader: notes what it was given, and ends each upload as told; nothing told = done. */
class Uploads implements AttachmentUploader {
  readonly given: { file: string; bytes: Uint8Array }[] = []
  readonly outcomes: (UploadOutcome | Error | (() => Promise<UploadOutcome>))[] = []

  async upload(
    { file }: Attachment,
    bytes: Uint8Array,
    { onProgress }: Parameters<AttachmentUploader['upload']>[2],
  ) {
    this.given.push({ file, bytes })
    onProgress(Math.floor(bytes.byteLength / 2))
    const outcome = this.outcomes.shift() ?? DONE
    if (outcome instanceof Error) throw outcome
    return typeof outcome === 'function' ? outcome() : outcome
  }

  get order(): string[] {
    return this.given.map(({ file }) => file)
  }
}

async function device(options: { cacheBytesMax?: number; driver?: Driver; email?: string } = {}) {
  const driver = options.driver ?? openNodeDriver(bench.databasePath)
  const client = await bench.open({ database: driver })
  await client.login(options.email ?? 'ana@demo.test', 'demo')
  const uploads = new Uploads()
  const pauses: number[] = []
  const delay = async (milliseconds: number) => void pauses.push(milliseconds)
  const { cacheBytesMax } = options
  const attachments = await openAttachments({
    driver,
    uploader: uploads,
    ports: { delay },
    ...(cacheBytesMax === undefined ? {} : { cacheBytesMax }),
  })
  const add = async (file_name: string, mime: string, size = 4) => {
    const file = { file_name, mime, bytes: new Uint8Array(size).fill(file_name.length) }
    return (await attachments.queueAttachment(PHOTO, file)).name
  }
  return { driver, client, uploads, pauses, attachments, add }
}

describe('an attachment', () => {
  it('is described by a File document, which is queued with the bytes', async () => {
    const { client, attachments } = await device()
    const bytes = new TextEncoder().encode('a photo')
    const { name } = await attachments.queueAttachment(PHOTO, {
      file_name: 'meter.jpg',
      mime: 'image/jpeg',
      bytes,
    })
    const described = {
      file_name: 'meter.jpg',
      mime: 'image/jpeg',
      size: 7,
      sha256: createHash('sha256').update('a photo').digest('hex'),
      attached_to_doctype: 'Dispatch Job',
      attached_to_name: 'JOB-1',
      attached_to_field: 'photos',
    }
    expect(await client.pending()).toMatchObject([{ doctype: 'File', name, op: 'insert', data: described }])
    bytes.fill(0)
    expect(new TextDecoder().decode((await attachments.read(name)) ?? undefined)).toBe('a photo')
    expect(await attachments.list()).toMatchObject([{ file: name, state: 'waiting', size: 7, is_here: true }])
  })

  it.each(['mutation', 'document', 'attachment'])(
    'is kept with its description, or neither is (%s full)',
    async (table) => {
      const { driver, client, attachments, add } = await device()
      await driver.exec(
        `CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      )
      await expect(add('a.jpg', 'image/jpeg')).rejects.toThrow('disk full')
      await driver.exec('DROP TRIGGER full')
      expect([await client.pending(), await attachments.list()]).toEqual([[], []])
    },
  )

  it('needs somebody it belongs to', async () => {
    const attachments = await openAttachments({
      driver: openNodeDriver(bench.databasePath),
      uploader: new Uploads(),
    })
    const file = { file_name: 'a', mime: 'image/png', bytes: new Uint8Array(1) }
    await expect(attachments.queueAttachment(PHOTO, file)).rejects.toMatchObject({ code: 'reauth' })
  })
})

describe('uploading', () => {
  it('waits until the server has the description, and brings the bytes as they were given', async () => {
    const { client, uploads, attachments, add } = await device()
    const name = await add('a.jpg', 'image/jpeg', 9)
    await attachments.upload()
    expect(uploads.given).toEqual([])
    await client.sync()
    await attachments.upload()
    expect(uploads.given).toEqual([{ file: name, bytes: new Uint8Array(9).fill(5) }])
    expect(await attachments.list()).toMatchObject([{ state: 'done', error: null, is_here: true }])
    await attachments.upload()
    expect(uploads.given).toHaveLength(1)
  })

  it('goes by the rules: always, then small ones; videos when idle; large ones when asked for', async () => {
    const { client, uploads, attachments, add } = await device()
    const large = await add('plan.dwg', 'application/acad', 5 * MB + 1)
    const video = await add('leak.mp4', 'video/mp4')
    const small = await add('notes.txt', 'text/plain')
    const photo = await add('meter.jpg', 'image/jpeg')
    await client.sync()
    await attachments.upload()
    expect(uploads.order).toEqual([photo, small])
    await attachments.upload({ isIdle: true })
    expect(uploads.order).toEqual([photo, small, video])
    await attachments.request(large)
    await attachments.upload()
    expect(uploads.order).toEqual([photo, small, video, large])
  })

  it('tells how far it is', async () => {
    const { client, attachments, add } = await device()
    await add('a.jpg', 'image/jpeg', 10)
    await client.sync()
    const told: AttachmentEvent[] = []
    const stop = attachments.subscribe((event) => told.push(event))
    await attachments.upload()
    expect(told.map(({ attachment, sentBytes }) => [attachment.state, sentBytes])).toEqual([
      ['uploading', 0],
      ['uploading', 5],
      ['done', 10],
    ])
    stop()
    await attachments.upload()
    expect(told).toHaveLength(3)
  })

  it('that fails lets others pass, comes again after longer pauses, and then waits for the next call', async () => {
    const { client, uploads, pauses, attachments, add } = await device()
    const first = await add('a.jpg', 'image/jpeg')
    const second = await add('b.jpg', 'image/jpeg')
    await client.sync()
    const broken = new Error('no network')
    uploads.outcomes.push(broken, DONE, broken, broken, broken, broken)
    await attachments.upload()
    expect(uploads.order).toEqual([first, second, first, first, first, first])
    expect(pauses).toHaveLength(4)
    expect(Math.min(...pauses.slice(2))).toBeGreaterThan(pauses[0] ?? Number.POSITIVE_INFINITY)
    expect(await attachments.list()).toMatchObject([
      { state: 'waiting', error: 'no network' },
      { state: 'done' },
    ])
    await attachments.upload()
    expect(await attachments.list()).toMatchObject([{ state: 'done', error: null }, { state: 'done' }])
  })

  it('that is refused stays with its reason until a person retries it or lets it go', async () => {
    const { client, uploads, attachments, add } = await device()
    const name = await add('a.jpg', 'image/jpeg')
    await client.sync()
    uploads.outcomes.push({ kind: 'refused', reason: 'too large' }, { kind: 'refused', reason: 'again' })
    await attachments.upload()
    await attachments.upload()
    expect(uploads.given).toHaveLength(1)
    expect(await attachments.list()).toMatchObject([{ state: 'failed', error: 'too large', is_here: true }])
    await attachments.retry(name)
    await attachments.upload()
    expect(await attachments.list()).toMatchObject([{ state: 'failed', error: 'again' }])
    await attachments.discard(name)
    expect(await attachments.list()).toEqual([])
  })

  it('never holds up the documents', async () => {
    const { client, uploads, attachments, add } = await device()
    await add('a.jpg', 'image/jpeg')
    await client.sync()
    const network = new EventEmitter()
    const [started, ended] = [once(network, 'started'), once(network, 'ended')]
    uploads.outcomes.push(async () => {
      network.emit('started')
      await ended
      return DONE
    })
    const upload = attachments.upload()
    await started
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })
    expect((await client.sync()).counts.success).toBe(1)
    expect(await attachments.list()).toMatchObject([{ state: 'uploading' }])
    network.emit('ended')
    await upload
    expect(await attachments.list()).toMatchObject([{ state: 'done' }])
  })

  it('survives a restart, whatever was under way', async () => {
    const first = await device()
    const name = await first.add('a.jpg', 'image/jpeg')
    await first.client.sync()
    // The process ends in the middle of an upload.
    await first.driver.run(`UPDATE attachment SET state = 'uploading'`)
    await first.client.close()
    const again = await device()
    await again.attachments.upload()
    expect(again.uploads.order).toEqual([name])
  })

  it('ends when it is closed, and goes on the next time', async () => {
    const { driver, client, attachments, uploads, add } = await device()
    await add('a.jpg', 'image/jpeg')
    await add('b.jpg', 'image/jpeg')
    await client.sync()
    let closed: Promise<void> = Promise.resolve()
    uploads.outcomes.push(async () => {
      closed = attachments.close()
      throw new Error('cut')
    })
    await attachments.upload()
    await closed
    expect(uploads.given).toHaveLength(1)
    const again = await device({ driver })
    await again.attachments.upload()
    expect(again.uploads.given).toHaveLength(2)
  })

  it('is never done in the name of another account', async () => {
    const { driver, client, attachments, add } = await device()
    const name = await add('a.jpg', 'image/jpeg')
    await client.sync()
    await client.logout()
    const ben = await device({ driver, email: 'ben@demo.test' })
    await ben.client.sync()
    await ben.attachments.upload()
    expect([ben.uploads.given, await ben.attachments.list(), await ben.attachments.read(name)]).toEqual([
      [],
      [],
      null,
    ])
    await ben.client.logout()
    const ana = await device({ driver })
    await ana.client.sync()
    await ana.attachments.upload()
    expect(ana.uploads.order).toEqual([name])
    expect(await attachments.list()).toMatchObject([{ file: name, state: 'done' }])
  })
})

describe('the cache', () => {
  it('lets go of what the server has, the least used first, and never of what it has not', async () => {
    const { client, attachments, add } = await device({ cacheBytesMax: 25 })
    const [a, b] = [await add('a.jpg', 'image/jpeg', 10), await add('b.jpg', 'image/jpeg', 10)]
    await client.sync()
    await attachments.upload()
    await attachments.read(a)
    const c = await add('c.jpg', 'image/jpeg', 10)
    const here = async () =>
      (await attachments.list()).filter(({ is_here }) => is_here).map(({ file }) => file)
    expect(await here()).toEqual([a, c])
    expect(await attachments.read(b)).toBeNull()
    const d = await add('d.jpg', 'image/jpeg', 40)
    expect(await here()).toEqual([c, d])
    await client.sync()
    await attachments.upload()
    expect(await attachments.list()).toMatchObject([{}, {}, { state: 'done' }, { state: 'done' }])
    expect(await here()).toEqual([])
  })

  it('keeps what is refused, too', async () => {
    const { client, uploads, attachments, add } = await device({ cacheBytesMax: 1 })
    const name = await add('a.jpg', 'image/jpeg', 10)
    await client.sync()
    uploads.outcomes.push({ kind: 'refused', reason: 'no' })
    await attachments.upload()
    expect((await attachments.read(name))?.byteLength).toBe(10)
  })

  it('keeps the bytes while the server refuses the description', async () => {
    const { client, uploads, attachments, add } = await device({ cacheBytesMax: 1 })
    const name = await add('a.jpg', 'image/jpeg', 10)
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    await client.sync()
    await attachments.upload()
    expect(uploads.given).toEqual([])
    expect((await attachments.read(name))?.byteLength).toBe(10)
  })
})
