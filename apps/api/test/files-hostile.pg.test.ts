/** Files as nobody means well: what is served, what is looked into, what is refused, what is kept apart. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ADMIN, type Api, RESOLVER, startApi, TECH_A, TECH_B } from './api-kit.ts'
import { Bringer, type Said } from './files/bringer.ts'
import { hugePng, longGif, photo } from './files/pictures.ts'

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join('')

let api: Api
let ana: Bringer
beforeAll(async () => {
  api = await startApi({ FILE_MAX_MB: '2', FILES_QUOTA_MB: '4' })
  ana = await Bringer.open(api, TECH_A)
})
afterAll(() => api.close())

/** Once it has been tried. */
async function thumbnailOf(file: string): Promise<Said> {
  return vi.waitUntil(
    async () => {
      const said = await ana.thumbnail(file)
      return said.code === 'thumbnail_pending' ? false : said
    },
    { timeout: 60_000 },
  )
}

describe('A-15: what a file is', () => {
  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'application/octet-stream'],
    [
      'a drawing with a script',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      'application/octet-stream',
    ],
    [
      'a page with another head',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
      'application/octet-stream',
    ],
    [
      'a document with a script',
      '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>',
      'application/pdf',
    ],
    [
      'a picture that goes on as a page',
      `${hugePng(1, 1).toString('latin1')}<html><script>1</script>`,
      'image/png',
    ],
  ])('%s is by its content, and only ever a download', async (_title, text, mime) => {
    const bytes = Buffer.from(text, 'latin1')
    const read = await ana.read(await ana.bring(bytes, { file_name: 'photo.jpg', mime: 'text/html' }))
    expect(read.bytes.equals(bytes)).toBe(true)
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'content-type': mime,
      'content-disposition': expect.stringMatching(/^attachment; /),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
  })

  it.each([
    ['Windows', `MZ${'\0'.repeat(200)}`],
    ['Linux', `\x7fELF\x02\x01\x01${'\0'.repeat(200)}`],
    ['macOS', `\xcf\xfa\xed\xfe\x07\0\0\x01${'\0'.repeat(200)}`],
    ['WebAssembly', '\0asm\x01\0\0\0'],
  ])('a program for %s is not taken, whatever it is called', async (_title, text) => {
    const bytes = Buffer.from(text, 'latin1')
    const file = await ana.describe(bytes, { file_name: 'photo.jpg', mime: 'image/jpeg' })
    const location = await ana.begun(file, bytes.length)
    expect(await ana.patch(location, 0, bytes)).toMatchObject({ status: 415, code: 'file_type_refused' })
    expect((await ana.offset(location)).status).toBe(404)
    expect((await ana.read(file)).code).toBe('file_pending')
  })

  it('A-17: what unpacks to more than there is room for is never unpacked', async () => {
    const bytes = zipOf('../../etc/passwd', deflateRawSync(Buffer.alloc(50_000_000)))
    const file = await ana.bring(bytes, { file_name: 'bomb.zip' })
    const read = await ana.read(file)
    expect([read.headers.get('content-type'), read.bytes.equals(bytes)]).toEqual(['application/zip', true])
    expect((await ana.thumbnail(file)).code).toBe('no_thumbnail')
  })
})

describe('small pictures', () => {
  it('A-18: are upright, 200 pixels at most, and do not say where; the original does', async () => {
    const original = await photo()
    const file = await ana.bring(original)
    const said = await thumbnailOf(file)
    expect([said.status, said.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(await sharp(said.bytes).metadata()).toMatchObject({ width: 100, height: 200, format: 'webp' })
    expect((await sharp(said.bytes).metadata()).exif).toBe(undefined)
    expect((await ana.read(file)).bytes.equals(original)).toBe(true)
    expect((await sharp(original).metadata()).exif?.includes('Ana')).toBe(true)
  })

  it.each<[string, () => Buffer, number]>([
    ['A-16: 65,000 by 65,000 pixels', () => hugePng(65_000, 65_000), 404],
    ['a picture that breaks off', () => hugePng(300, 300).subarray(0, 60), 404],
    ['A-16: a hundred thousand frames, of which the first is enough', () => longGif(100_000), 200],
    [
      'a drawing that is called a picture',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      404,
    ],
  ])('%s', async (_title, make, status) => {
    const bytes = make()
    const file = await ana.bring(bytes)
    const said = await thumbnailOf(file)
    expect([said.status, said.code]).toEqual([status, status === 200 ? undefined : 'no_thumbnail'])
    expect((await ana.read(file)).bytes.equals(bytes)).toBe(true)
  })
})

describe('A-19: how much', () => {
  it('a file that is too large', async () => {
    const file = await ana.describe(Buffer.alloc(1), { size: null })
    expect(await ana.begin(file, 2_097_153)).toMatchObject({ status: 413, code: 'file_too_large' })
  })

  it('more than the organisation has room for, counting what is on its way; elsewhere there is room', async () => {
    const admin = await Bringer.open(api, 'admin@other.test', 'ORG-OTHER')
    const files = [
      await admin.describe(Buffer.alloc(9), { size: null }),
      await admin.describe(Buffer.alloc(8), { size: null }),
    ]
    const began = await Promise.all([...files, ...files].map((file) => admin.begin(file, 1_900_000)))
    expect(began.map(({ status }) => status).toSorted()).toEqual([201, 201, 413, 413])
    expect(began.find(({ status }) => status === 413)?.code).toBe('quota')
    await api.sql.query("UPDATE upload SET expires_at = now() WHERE org_id = 'ORG-OTHER'")
    expect((await admin.begin(files[0] ?? '', 1_900_000)).status).toBe(201)
    expect((await ana.begin(await ana.describe(Buffer.alloc(7), { size: null }), 100)).status).toBe(201)
  })

  it('more than one person may bring, while others still may; what they brought once counts once', async () => {
    const address = await api.replica({ FILE_MAX_MB: '2', FILES_QUOTA_MB: '40', FILES_QUOTA_PERSON_MB: '1' })
    const [bob, admin] = [await Bringer.open({ address }, TECH_B), await Bringer.open({ address }, ADMIN)]
    const bytes = Buffer.alloc(500_000, 1)
    for (const once of [bytes, bytes]) await bob.bring(once)
    const more = (bringer: Bringer, size: number) =>
      bringer.describe(Buffer.alloc(6), { size: null }).then((file) => bringer.begin(file, size))
    expect((await more(bob, 400_000)).status).toBe(201)
    expect(await more(bob, 300_000)).toMatchObject({ status: 413, code: 'quota' })
    expect((await more(admin, 300_000)).status).toBe(201)
  })
})

describe('A-24: with a scanner', () => {
  let scanner: Server
  let scanned: Bringer
  let isDown = false
  beforeAll(async () => {
    scanner = createServer(speakInstream).listen(0, '127.0.0.1')
    await once(scanner, 'listening')
    const place = scanner.address()
    if (place === null || typeof place === 'string') throw new Error('The scanner listens nowhere')
    const address = await api.replica({ FILES_SCANNER: `tcp://127.0.0.1:${place.port}` })
    scanned = await Bringer.open({ address }, TECH_A)
  })
  afterAll(() => void scanner.close())

  /** clamd's INSTREAM with one thing to find. */
  function speakInstream(socket: Socket): void {
    if (isDown) return void socket.destroy()
    let heard = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk])
      const content = contentOf(heard)
      if (content !== null)
        socket.end(content.includes(EICAR) ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0')
    })
  }

  it('what it finds is kept apart: nobody reads it, everybody sees that, an admin is told', async () => {
    const bytes = Buffer.from(EICAR)
    const file = await scanned.bring(bytes)
    expect(await scanned.stateOf(file)).toBe('quarantined')
    for (const email of [TECH_A, RESOLVER, ADMIN]) {
      const person = await Bringer.open(api, email)
      expect(await person.read(file)).toMatchObject({ status: 403, code: 'quarantined' })
      expect((await person.thumbnail(file)).code).toBe('quarantined')
    }
    expect(await toldAbout(file)).toEqual([
      { recipient: ADMIN, message: expect.stringContaining('Eicar-Test') },
    ])
    // The same content without a scanner is the same content.
    expect(await ana.stateOf(await ana.bring(bytes))).toBe('quarantined')
  })

  it('what it does not find is stored; while it does not answer nothing is, and then it is', async () => {
    const bytes = Buffer.alloc(100_000, 'harmless')
    const file = await scanned.describe(bytes)
    const location = await scanned.begun(file, bytes.length)
    isDown = true
    expect(await scanned.patch(location, 0, bytes)).toMatchObject({ status: 503, code: 'unavailable' })
    expect(await scanned.stateOf(file)).toBe(undefined)
    isDown = false
    expect((await scanned.offset(location)).status).toBe(204)
    expect(await scanned.stateOf(file)).toBe('stored')
  })
})

async function toldAbout(file: string): Promise<{ recipient: string; message: string }[]> {
  const { rows } = await api.sql.query<{ recipient: string; message: string }>(
    "SELECT recipient, notice ->> 'message' AS message FROM notification WHERE doctype = 'File' AND name = $1",
    [file],
  )
  return rows
}

/** Everything between the command and the piece of no length; null = there is more to come. */
function contentOf(heard: Buffer): Buffer | null {
  const parts: Buffer[] = []
  let at = 'zINSTREAM\0'.length
  while (at + 4 <= heard.length) {
    const length = heard.readUInt32BE(at)
    if (length === 0) return Buffer.concat(parts)
    parts.push(heard.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

/** A zip with one entry, by hand: no library would write such a name. */
function zipOf(name: string, packed: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.write('PK\x03\x04', 'latin1')
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(50_000_000, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, Buffer.from(name), packed])
}
