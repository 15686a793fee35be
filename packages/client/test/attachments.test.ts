/** Files of documents: kept with their description, uploaded in order, never lost, never in the way. */
import { createHash } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { ENDPOINTS } from '@dartwing/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  type Attachment,
  type AttachmentDownloader,
  type AttachmentUploader,
  type DownloadOutcome,
  type Driver,
  openNodeDriver,
  type UploadOutcome,
} from '../src/index.ts'
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

/** The way back: bytes by the name of their file; nothing there = the network is gone. */
class Downloads implements AttachmentDownloader {
  readonly asked: string[] = []
  readonly outcomes = new Map<string, DownloadOutcome>()

  async download({ file }: Attachment, { onProgress }: Parameters<AttachmentDownloader['download']>[1]) {
    this.asked.push(file)
    onProgress(1)
    const outcome = this.outcomes.get(file)
    if (outcome === undefined) throw new Error('no network')
    return outcome
  }
}

async function device(options: { cacheBytesMax?: number; driver?: Driver; email?: string } = {}) {
  const driver = options.driver ?? openNodeDriver(bench.databasePath)
  const [uploads, downloads] = [new Uploads(), new Downloads()]
  const { cacheBytesMax } = options
  const cache = cacheBytesMax === undefined ? {} : { cacheBytesMax }
  const client = await bench.open({
    database: driver,
    attachments: { uploader: uploads, downloader: downloads, ...cache },
  })
  await client.login(options.email ?? 'ana@demo.test', 'demo')
  const { attachments } = client
  const add = async (file_name: string, mime: string, size = 4) => {
    const file = { file_name, mime, bytes: new Uint8Array(size).fill(file_name.length) }
    return (await attachments.queueAttachment(PHOTO, file)).name
  }
  const read = async (file: string) => {
    const blob = await attachments.read(file)
    return blob === null ? null : new Uint8Array(await blob.arrayBuffer())
  }
  return { driver, client, uploads, downloads, pauses: bench.pauses, attachments, add, read }
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
    expect(await (await attachments.read(name))?.text()).toBe('a photo')
    expect(await attachments.list()).toMatchObject([{ file: name, state: 'waiting', size: 7, is_here: true }])
  })

  it.each(['mutation', 'document', 'attachment', 'attachment_content'])(
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

  it('is added to the files of its record, which travel as one more change', async () => {
    const { client, attachments } = await device()
    bench.server.write('Dispatch Job', 'JOB-1', { title: 'Boiler', photos: [{ file: 'FILE-1' }] })
    await client.sync()
    const given = { file_name: 'meter.jpg', mime: 'image/jpeg', bytes: new Blob(['a photo']) }
    const { name } = await attachments.queueAttachment(PHOTO, given)
    const photos = [{ file: 'FILE-1' }, { file: name, file_name: 'meter.jpg' }]
    expect(await client.pending()).toMatchObject([
      { doctype: 'File', name },
      { doctype: 'Dispatch Job', name: 'JOB-1', op: 'update', data: { photos } },
    ])
    await attachments.queueAttachment({ ...PHOTO, field: 'signature' }, given)
    expect((await client.get('Dispatch Job', 'JOB-1'))?.data).toMatchObject({ photos })
    expect((await client.sync()).counts.success).toBe(3)
  })

  it('needs somebody it belongs to', async () => {
    const { attachments } = await bench.open()
    const file = { file_name: 'a', mime: 'image/png', bytes: new Uint8Array(1) }
    await expect(attachments.queueAttachment(PHOTO, file)).rejects.toMatchObject({ code: 'reauth' })
  })
})

describe('uploading', () => {
  it('waits until the server has the description, and brings the bytes as they were given', async () => {
    const { client, uploads, attachments, add } = await device()
    const name = await add('a.jpg', 'image/jpeg', 9)
    await attachments.transfer()
    expect(uploads.given).toEqual([])
    await client.sync()
    await attachments.transfer()
    expect(uploads.given).toEqual([{ file: name, bytes: new Uint8Array(9).fill(5) }])
    expect(await attachments.list()).toMatchObject([{ state: 'done', error: null, is_here: true }])
    await attachments.transfer()
    expect(uploads.given).toHaveLength(1)
  })

  it('goes by the rules: always, then small ones; videos when idle; large ones when asked for', async () => {
    const { client, uploads, attachments, add } = await device()
    const large = await add('plan.dwg', 'application/acad', 5 * MB + 1)
    const video = await add('leak.mp4', 'video/mp4')
    const small = await add('notes.txt', 'text/plain')
    const photo = await add('meter.jpg', 'image/jpeg')
    await client.sync()
    await attachments.transfer()
    expect(uploads.order).toEqual([photo, small])
    await attachments.transfer({ isIdle: true })
    expect(uploads.order).toEqual([photo, small, video])
    await attachments.request(large)
    await attachments.transfer()
    expect(uploads.order).toEqual([photo, small, video, large])
  })

  it('tells how far it is', async () => {
    const { client, attachments, add } = await device()
    await add('a.jpg', 'image/jpeg', 10)
    await client.sync()
    const told: Attachment[] = []
    const stop = client.subscribe((event) => {
      if (event.type === 'attachment') told.push(event.attachment)
    })
    await attachments.transfer()
    expect(told.map(({ state, moved_bytes }) => [state, moved_bytes])).toEqual([
      ['uploading', 0],
      ['uploading', 5],
      ['done', 10],
    ])
    stop()
    await attachments.transfer()
    expect(told).toHaveLength(3)
  })

  it('that fails lets others pass, comes again after longer pauses, and then waits for the next call', async () => {
    const { client, uploads, pauses, attachments, add } = await device()
    const first = await add('a.jpg', 'image/jpeg')
    const second = await add('b.jpg', 'image/jpeg')
    await client.sync()
    const broken = new Error('no network')
    uploads.outcomes.push(broken, DONE, broken, broken, broken, broken)
    await attachments.transfer()
    expect(uploads.order).toEqual([first, second, first, first, first, first])
    expect(pauses).toHaveLength(4)
    expect(Math.min(...pauses.slice(2))).toBeGreaterThan(pauses[0] ?? Number.POSITIVE_INFINITY)
    expect(await attachments.list()).toMatchObject([
      { state: 'waiting', error: 'no network' },
      { state: 'done' },
    ])
    await attachments.transfer()
    expect(await attachments.list()).toMatchObject([{ state: 'done', error: null }, { state: 'done' }])
  })

  it('that is refused stays with its reason until a person retries it or lets it go', async () => {
    const { client, uploads, attachments, add } = await device()
    const name = await add('a.jpg', 'image/jpeg')
    await client.sync()
    uploads.outcomes.push({ kind: 'refused', reason: 'too large' }, { kind: 'refused', reason: 'again' })
    await attachments.transfer()
    await attachments.transfer()
    expect(uploads.given).toHaveLength(1)
    expect(await attachments.list()).toMatchObject([{ state: 'failed', error: 'too large', is_here: true }])
    await attachments.retry(name)
    await attachments.transfer()
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
    const upload = attachments.transfer()
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
    await again.attachments.transfer()
    expect(again.uploads.order).toEqual([name])
  })

  it('ends when it is closed, and goes on the next time', async () => {
    const { client, attachments, uploads, add } = await device()
    await add('a.jpg', 'image/jpeg')
    await add('b.jpg', 'image/jpeg')
    await client.sync()
    let closed: Promise<void> = Promise.resolve()
    uploads.outcomes.push(async () => {
      closed = client.close()
      throw new Error('cut')
    })
    await attachments.transfer()
    await closed
    expect(uploads.given).toHaveLength(1)
    const again = await device()
    await again.attachments.transfer()
    expect(again.uploads.given).toHaveLength(2)
  })

  it('is never done in the name of another account', async () => {
    const { driver, client, attachments, add } = await device()
    const name = await add('a.jpg', 'image/jpeg')
    await client.sync()
    await client.logout()
    const ben = await device({ driver, email: 'ben@demo.test' })
    await ben.client.sync()
    await ben.attachments.transfer()
    expect([ben.uploads.given, await ben.attachments.list(), await ben.attachments.read(name)]).toEqual([
      [],
      [],
      null,
    ])
    await ben.client.logout()
    const ana = await device({ driver })
    await ana.client.sync()
    await ana.attachments.transfer()
    expect(ana.uploads.order).toEqual([name])
    expect(await attachments.list()).toMatchObject([{ file: name, state: 'done' }])
  })
})

it('bytes go with a description that a person discards', async () => {
  const { client, attachments, add } = await device()
  const name = await add('a.jpg', 'image/jpeg')
  const [entry] = await client.pending()
  await client.discard(entry?.mutation_id ?? '')
  expect([await attachments.list(), await attachments.read(name)]).toEqual([[], null])
})

describe('the cache', () => {
  it('lets go of what the server has, the least used first, and never of what it has not', async () => {
    const { client, attachments, add } = await device({ cacheBytesMax: 25 })
    const [a, b] = [await add('a.jpg', 'image/jpeg', 10), await add('b.jpg', 'image/jpeg', 10)]
    await client.sync()
    await attachments.transfer()
    await attachments.read(a)
    const c = await add('c.jpg', 'image/jpeg', 10)
    const here = async () =>
      (await attachments.list()).filter(({ is_here }) => is_here).map(({ file }) => file)
    expect(await here()).toEqual([a, c])
    expect(await attachments.read(b)).toBeNull()
    const d = await add('d.jpg', 'image/jpeg', 40)
    expect(await here()).toEqual([c, d])
    await client.sync()
    await attachments.transfer()
    expect(await attachments.list()).toMatchObject([{}, {}, { state: 'done' }, { state: 'done' }])
    expect(await here()).toEqual([])
  })

  it('keeps 500 MB where nothing else is said', async () => {
    const { driver, client, attachments, add } = await device()
    const [a, b] = [await add('a.jpg', 'image/jpeg'), await add('b.jpg', 'image/jpeg')]
    await client.sync()
    await attachments.transfer()
    await driver.run('UPDATE attachment SET size = ?', [250 * MB])
    const here = async () =>
      (await attachments.list()).filter(({ is_here }) => is_here).map(({ file }) => file)
    await driver.run('UPDATE attachment SET size = size - 4 WHERE file = ?', [a])
    const c = await add('c.jpg', 'image/jpeg')
    expect(await here()).toEqual([a, b, c])
    const d = await add('d.jpg', 'image/jpeg', 1)
    expect(await here()).toEqual([b, c, d])
  })

  it('keeps what is refused, too', async () => {
    const { client, uploads, attachments, add, read } = await device({ cacheBytesMax: 1 })
    const name = await add('a.jpg', 'image/jpeg', 10)
    await client.sync()
    uploads.outcomes.push({ kind: 'refused', reason: 'no' })
    await attachments.transfer()
    expect((await read(name))?.byteLength).toBe(10)
  })

  it('keeps the bytes while the server refuses the description', async () => {
    const { client, uploads, attachments, add, read } = await device({ cacheBytesMax: 1 })
    const name = await add('a.jpg', 'image/jpeg', 10)
    bench.server.next(ENDPOINTS.upsertBatch, () => ({ status: 403 }))
    await client.sync()
    await attachments.transfer()
    expect(uploads.given).toEqual([])
    expect((await read(name))?.byteLength).toBe(10)
  })
})

describe('a file of somebody else', () => {
  const bytes = new TextEncoder().encode('a photo of the meter')
  const DESCRIBED = {
    mime: 'image/jpeg',
    size: bytes.byteLength,
    sha256: hashOf(bytes),
    state: 'stored',
    attached_to_doctype: 'Dispatch Job',
    attached_to_name: 'JOB-1',
  }
  beforeEach(() => void bench.server.write('Dispatch Job', 'JOB-1', { title: 'Boiler' }))
  const arrived: DownloadOutcome = { kind: 'done', bytes }

  it('comes by the rules: small ones by themselves, videos when idle, large ones when asked for', async () => {
    const { client, downloads, attachments, read } = await device()
    const files = {
      photo: {},
      pending: { state: 'pending' },
      video: { mime: 'video/mp4' },
      large: { size: 5 * MB + 1 },
      plain: { mime: 'text/plain' },
      elsewhere: { attached_to_name: 'JOB-2' },
    }
    for (const [name, more] of Object.entries(files)) {
      bench.server.write('File', name, { ...DESCRIBED, ...more })
      downloads.outcomes.set(name, arrived)
    }
    await client.sync()
    await attachments.transfer()
    expect(downloads.asked).toEqual(['photo', 'plain'])
    await attachments.transfer({ isIdle: true })
    await attachments.request('large')
    await attachments.request('pending')
    await attachments.transfer()
    expect(downloads.asked).toEqual(['photo', 'plain', 'video', 'large'])
    expect(await read('large')).toEqual(bytes)
    bench.server.write('File', 'pending', { state: 'stored' })
    await client.sync()
    await attachments.transfer()
    expect(await read('pending')).toEqual(bytes)
    await expect(attachments.request('nothing')).rejects.toMatchObject({ code: 'unknown_document' })
  })

  it('that is damaged or does not come is asked for again; one that is refused waits for a person', async () => {
    const { client, downloads, pauses, attachments, read } = await device()
    bench.server.write('File', 'photo', DESCRIBED)
    await client.sync()
    downloads.outcomes.set('photo', { kind: 'done', bytes: new Uint8Array(3) })
    await attachments.transfer()
    expect(await attachments.list()).toMatchObject([
      { state: 'wanted', error: 'The file was damaged on its way', is_here: false },
    ])
    expect(pauses).toHaveLength(4)
    downloads.outcomes.set('photo', { kind: 'refused', reason: 'kept apart' })
    await attachments.transfer()
    await attachments.transfer()
    expect(await attachments.list()).toMatchObject([{ state: 'failed', error: 'kept apart' }])
    downloads.outcomes.set('photo', arrived)
    await attachments.retry('photo')
    await attachments.transfer()
    expect(await attachments.list()).toMatchObject([{ state: 'done', error: null, is_here: true }])
    expect(await read('photo')).toEqual(bytes)
  })

  it('takes no other place than what is free, unless a person asks', async () => {
    const { client, downloads, attachments } = await device({ cacheBytesMax: bytes.byteLength * 2 })
    for (const name of ['oldest', 'older', 'newest']) {
      bench.server.write('File', name, DESCRIBED)
      downloads.outcomes.set(name, arrived)
    }
    await client.sync()
    await attachments.transfer()
    expect(downloads.asked).toEqual(['newest', 'older'])
    await attachments.request('oldest')
    await attachments.transfer()
    const here = (await attachments.list()).filter(({ is_here }) => is_here).map(({ file }) => file)
    expect(here).toEqual(['older', 'oldest'])
    await attachments.transfer()
    expect(downloads.asked).toHaveLength(3)
  })

  it.each([
    ['File', 'photo'],
    ['Dispatch Job', 'JOB-1'],
  ])('leaves with the right to see the %s', async (doctype, name) => {
    const { client, downloads, attachments, read } = await device()
    bench.server.write('File', 'photo', DESCRIBED)
    downloads.outcomes.set('photo', arrived)
    await client.sync()
    await attachments.transfer()
    expect(await read('photo')).toEqual(bytes)
    bench.server.write(doctype, name, {}, { gone: 'out_of_scope' })
    await client.sync()
    await attachments.transfer()
    expect([await read('photo'), await attachments.list()]).toEqual([null, []])
  })

  it('goes with the person who was here', async () => {
    const { driver, client, downloads, attachments } = await device()
    bench.server.write('File', 'photo', DESCRIBED)
    downloads.outcomes.set('photo', arrived)
    await client.sync()
    await attachments.transfer()
    await client.logout()
    const ben = await device({ driver, email: 'ben@demo.test' })
    expect([await ben.read('photo'), await ben.attachments.list()]).toEqual([null, []])
    expect(await driver.all('SELECT file FROM attachment_content')).toEqual([])
  })
})

it('an upload whose answer was lost is settled by what the server says it has', async () => {
  const { client, uploads, attachments, add } = await device()
  const name = await add('a.jpg', 'image/jpeg')
  await client.sync()
  bench.server.write('File', name, { state: 'stored' })
  await client.sync()
  await attachments.transfer()
  expect([uploads.order, await attachments.list()]).toMatchObject([[], [{ state: 'done', is_here: true }]])
})

it('a server that was restored is offered the bytes again that it no longer says it has', async () => {
  const { client, uploads, attachments, add } = await device()
  const [kept, lost] = [await add('a.jpg', 'image/jpeg'), await add('b.jpg', 'image/jpeg')]
  await client.sync()
  await attachments.transfer()
  bench.server.write('File', kept, { state: 'stored' })
  bench.server.epoch = 'epoch-2'
  bench.server.next(ENDPOINTS.feed, () => ({
    status: 409,
    body: { type: 'x', title: 'x', status: 409, code: 'epoch_changed', retryable: true },
  }))
  await client.sync()
  await attachments.transfer()
  expect(uploads.order).toEqual([kept, lost, lost])
})

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
