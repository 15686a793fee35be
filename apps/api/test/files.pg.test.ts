/** Attachments: bytes that arrive in pieces, once, whole, and for those who may see what they belong to. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  insert,
  ORG,
  type RawDevice,
  RESOLVER,
  rawDevice,
  STRANGER,
  startApi,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'
import { Bringer, metadata, sha256Of } from './files/bringer.ts'

/** However busy the machine is. */
const SOON = { timeout: 60_000 }

let api: Api
let ana: Bringer
let ben: Bringer
let desk: Bringer
let stranger: Bringer
let office: RawDevice
beforeAll(async () => {
  api = await startApi()
  ana = await Bringer.open(api, TECH_A)
  ben = await Bringer.open(api, TECH_B)
  desk = await Bringer.open(api, RESOLVER)
  office = await rawDevice(api.address, ADMIN)
  stranger = await Bringer.open(api, STRANGER, 'ORG-OTHER')
})
afterAll(() => api.close())

const some = (size = 3_000) => randomBytes(size)

/** A job of somebody, for files to belong to. */
async function jobOf(email: string): Promise<{ name: string; attached: Record<string, string> }> {
  const name = `JOB-${randomUUID()}`
  await office.results([insert('Dispatch Job', name, { title: 'Boiler', assigned_to: email })])
  const attached = {
    attached_to_doctype: 'Dispatch Job',
    attached_to_name: name,
    attached_to_field: 'photos',
  }
  return { name, attached }
}

describe('an upload', () => {
  it('brings bytes in pieces, says by an ordinary write that they are here, and gives them back', async () => {
    const bytes = some(10_000)
    const file = await ana.describe(bytes)
    expect([await ana.stateOf(file), (await ana.read(file)).code]).toEqual([undefined, 'file_pending'])
    const begun = await ana.begin(file, bytes.length)
    const location = begun.headers.get('location') ?? ''
    expect(location).toMatch(/^\/api\/uploads\/[0-9a-f-]{36}\?org=ORG-DEMO$/)
    expect(await ana.patch(location, 0, bytes.subarray(0, 4_000))).toMatchObject({ status: 204 })
    const standing = await ana.offset(location)
    expect(standing.headers.get('upload-offset')).toBe('4000')
    expect(standing.headers.get('upload-length')).toBe('10000')
    expect(standing.headers.get('upload-metadata')).toBe(metadata({ org: ORG, file }))
    const last = await ana.patch(location, 4_000, bytes.subarray(4_000))
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, '10000'])
    expect((await ana.offset(location)).headers.get('upload-offset')).toBe('10000')
    const { rows } = await office.readAll()
    expect(rows.find(({ name }) => name === file)).toMatchObject({
      version: 2,
      modified_by: TECH_A,
      data: { state: 'stored', size: 10_000, sha256: sha256Of(bytes) },
    })
    const read = await ana.read(file)
    expect(read.status).toBe(200)
    expect(read.bytes.equals(bytes)).toBe(true)
  })

  it('keeps what came before the connection broke, and goes on from there', async () => {
    const bytes = some(200_000)
    const file = await ana.describe(bytes)
    const location = await ana.begun(file, bytes.length)
    await breakOff(location, bytes.subarray(0, 120_000), bytes.length)
    const said = await ana.offset(location)
    const offset = Number(said.headers.get('upload-offset'))
    expect(offset).toBe(120_000)
    expect((await ana.patch(location, offset, bytes.subarray(offset))).status).toBe(204)
    expect((await ana.read(file)).bytes.equals(bytes)).toBe(true)
  })

  it('A-6: lets a device back in whose broken connection looks alive, and ends right', async () => {
    const bytes = some(50_000)
    const file = await ana.describe(bytes)
    const location = await ana.begun(file, bytes.length)
    const open = await openPatch(location, bytes.subarray(0, 20_000), bytes.length)
    const other = await api.replica()
    const elsewhere = await Bringer.open({ address: other }, TECH_A)
    await vi.waitUntil(async () => (await heldBy(location)) !== null, SOON)
    const offset = Number((await elsewhere.offset(location)).headers.get('upload-offset'))
    expect(offset).toBe(20_000)
    expect((await elsewhere.patch(location, offset, bytes.subarray(offset))).status).toBe(204)
    expect(await open.answer).toContain(' 423 ')
    expect((await ana.read(file)).bytes.equals(bytes)).toBe(true)
  })

  it('A-6: of two at once one writes, and the hash is right', async () => {
    const bytes = some(60_000)
    const location = await ana.begun(await ana.describe(bytes), bytes.length)
    const both = await Promise.all([ana.patch(location, 0, bytes), ana.patch(location, 0, bytes)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409])
  })

  it('is finished by the next question, should the server have ended just before', async () => {
    const bytes = some()
    const file = await ana.describe(bytes)
    const location = await ana.begun(file, bytes.length)
    const wrong = await ana.describe(bytes, { sha256: '0'.repeat(64) })
    // As if the last step had not been done: the upload was another file's, which refused it.
    await api.sql.query('UPDATE upload SET file = $1 WHERE upload_id::text = $2', [wrong, idOf(location)])
    expect((await ana.patch(location, 0, bytes)).code).toBe('hash_mismatch')
    await api.sql.query('UPDATE upload SET file = $1 WHERE upload_id::text = $2', [file, idOf(location)])
    expect((await ana.offset(location)).status).toBe(204)
    expect(await ana.stateOf(file)).toBe('stored')
  })

  it('A-14: of nothing is the content of nothing', async () => {
    const file = await ana.bring(Buffer.alloc(0))
    expect(await ana.stateOf(file)).toBe('stored')
    const read = await ana.read(file)
    expect([read.status, read.bytes.length]).toEqual([200, 0])
  })

  it('may carry its bytes with its first request', async () => {
    const bytes = some()
    const file = await ana.describe(bytes)
    const said = await ana.ask(ENDPOINTS.uploads, {
      method: 'POST',
      headers: {
        'content-type': 'application/offset+octet-stream',
        'upload-length': String(bytes.length),
        'upload-metadata': metadata({ org: ORG, file }),
      },
      body: bytes,
    })
    expect([said.status, said.headers.get('upload-offset')]).toEqual([201, String(bytes.length)])
    expect(await ana.stateOf(file)).toBe('stored')
  })

  it('A-23: the same content twice, at once, is two files and one blob', async () => {
    const bytes = some()
    const [one, other] = await Promise.all([ana.bring(bytes), ben.bring(bytes)])
    const { rows } = await api.sql.query('SELECT storage_key FROM blob WHERE sha256 = $1', [sha256Of(bytes)])
    expect(rows).toHaveLength(1)
    for (const file of [one, other]) expect((await desk.read(file)).bytes.equals(bytes)).toBe(true)
    expect(await stored()).toEqual(await known())
  })

  it('can be ended, and leaves nothing', async () => {
    const location = await ana.begun(await ana.describe(some()), 3_000)
    await ana.patch(location, 0, some(10))
    expect((await ana.ask(location, { method: 'DELETE' })).status).toBe(204)
    expect((await ana.offset(location)).status).toBe(404)
    expect(await stored()).not.toContain(idOf(location))
  })

  it('tells what this server can do', async () => {
    const said = await ana.ask(ENDPOINTS.uploads, { method: 'OPTIONS' })
    expect(said.headers.get('tus-extension')).toBe(
      'creation,creation-with-upload,expiration,termination,checksum',
    )
    expect(said.headers.get('tus-max-size')).toBe(String(256 * 1024 * 1024))
  })
})

describe('what is refused', () => {
  let file: string
  beforeAll(async () => {
    file = await ana.describe(some(100), { size: null })
  })

  it.each<[string, Record<string, string>, number, string]>([
    ['A-1: no version', { 'tus-resumable': '' }, 412, 'tus_version'],
    ['A-1: another version', { 'tus-resumable': '0.2.2' }, 412, 'tus_version'],
    ['A-2: a negative length', { 'upload-length': '-1' }, 422, 'malformed_request'],
    ['A-2: no length', { 'upload-length': '' }, 422, 'malformed_request'],
    ['A-2: not a number', { 'upload-length': '1e12' }, 422, 'malformed_request'],
    ['A-2: more than is taken', { 'upload-length': '1000000000000' }, 413, 'file_too_large'],
    ['A-2: a length and none', { 'upload-defer-length': '1' }, 501, 'not_supported'],
    ['A-10: parts of others', { 'upload-concat': 'final;/api/uploads/a ../../b' }, 501, 'not_supported'],
    ['A-10: a part', { 'upload-concat': 'partial' }, 501, 'not_supported'],
    ['A-11: metadata that is no base64', { 'upload-metadata': 'org ???' }, 422, 'malformed_request'],
    ['A-11: keys twice', { 'upload-metadata': 'org YQ==,org YQ==' }, 422, 'malformed_request'],
    ['A-11: no metadata', { 'upload-metadata': '' }, 422, 'malformed_request'],
    ['no such file', { 'upload-metadata': metadata({ org: ORG, file: 'FILE-none' }) }, 404, 'not_found'],
    [
      'a file of another kind',
      { 'upload-metadata': metadata({ org: ORG, file: 'a\u0000b' }) },
      404,
      'not_found',
    ],
    [
      'another organisation',
      { 'upload-metadata': metadata({ org: 'ORG-OTHER', file: 'x' }) },
      404,
      'not_found',
    ],
  ])('%s', async (_title, headers, status, code) => {
    expect(await ana.begin(file, 100, headers)).toMatchObject({ status, code })
  })

  it('A-11: metadata of 100 kB', async () => {
    const said = await ana.begin(file, 100, { 'upload-metadata': `org ${'a'.repeat(100_000)}` })
    expect(said.status).toBe(431)
  })

  it('a length that is not the document’s, and a file that is here', async () => {
    const bytes = some(20)
    const described = await ana.describe(bytes)
    expect(await ana.begin(described, 21)).toMatchObject({ status: 422, code: 'malformed_request' })
    expect(await ana.begin(await ana.bring(bytes), 20)).toMatchObject({ status: 409, code: 'already_stored' })
  })

  it.each<[string, number, Record<string, string>, number, number, string]>([
    ['A-3: ahead', 50, {}, 10, 409, 'wrong_offset'],
    ['A-3: behind, or not said', 10, { 'upload-offset': '' }, 10, 422, 'malformed_request'],
    [
      'A-4: another type',
      0,
      { 'content-type': 'application/octet-stream' },
      10,
      415,
      'unsupported_media_type',
    ],
    ['A-4: JSON', 0, { 'content-type': 'application/json' }, 10, 415, 'unsupported_media_type'],
    ['A-5: more than was said', 0, {}, 101, 413, 'body_too_large'],
    ['A-12: bytes that were changed', 0, { 'upload-checksum': 'sha1 AAAA' }, 10, 460, 'checksum_mismatch'],
    ['A-12: a checksum nobody knows', 0, { 'upload-checksum': 'crc32 AAAA' }, 10, 422, 'malformed_request'],
  ])('a chunk: %s; nothing of it is kept', async (_title, offset, headers, size, status, code) => {
    const location = await ana.begun(file, 100)
    const body = headers['content-type'] === 'application/json' ? Buffer.from('{"a":"bcde"}') : some(size)
    expect(await ana.patch(location, offset, body, headers)).toMatchObject({ status, code })
    expect((await ana.offset(location)).headers.get('upload-offset')).toBe('0')
  })

  it('A-5: more than was said, in a body of no length: what does not fit falls away', async () => {
    const bytes = some(100)
    const location = await ana.begun(await ana.describe(bytes), 100)
    const body = new Blob([bytes, some(5_000)]).stream()
    expect(await ana.patch(location, 0, body)).toMatchObject({ status: 413, code: 'body_too_large' })
    expect((await ana.offset(location)).headers.get('upload-offset')).toBe('100')
  })

  it('A-12: a chunk that is what it says is kept', async () => {
    const bytes = some(100)
    const described = await ana.describe(bytes)
    const location = await ana.begun(described, 100)
    const digest = createHash('sha256').update(bytes).digest('base64')
    expect((await ana.patch(location, 0, bytes, { 'upload-checksum': `sha256 ${digest}` })).status).toBe(204)
    expect(await ana.stateOf(described)).toBe('stored')
  })

  it('A-13: a content that is not the document’s; the upload stays', async () => {
    const described = await ana.describe(some(100))
    const location = await ana.begun(described, 100)
    expect(await ana.patch(location, 0, some(100))).toMatchObject({ status: 422, code: 'hash_mismatch' })
    expect(await ana.patch(location, 100, Buffer.alloc(0))).toMatchObject({ code: 'hash_mismatch' })
    expect([await ana.stateOf(described), (await ana.read(described)).code]).toEqual([
      undefined,
      'file_pending',
    ])
    expect(await stored()).toContain(idOf(location))
  })

  it.each(['..%2f..%2fetc%2fpasswd', '%00', '....%2f%2f', 'FILE-1', randomUUID()])(
    'A-7: the upload %s is none',
    async (id) => {
      for (const method of ['HEAD', 'PATCH', 'DELETE']) {
        const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
        const said = await ana.ask(`/api/uploads/${id}?org=${ORG}`, { method, headers })
        expect([method, said.status]).toEqual([method, 404])
      }
    },
  )

  it('A-21: an upload that took too long, which the night clears away; a new one brings the file', async () => {
    const bytes = some(100)
    const described = await ana.describe(bytes)
    const location = await ana.begun(described, 100)
    await ana.patch(location, 0, bytes.subarray(0, 10))
    await api.sql.query(
      "UPDATE upload SET expires_at = now() - interval '1 minute' WHERE upload_id::text = $1",
      [idOf(location)],
    )
    expect(await ana.patch(location, 10, bytes.subarray(10))).toMatchObject({
      status: 410,
      code: 'upload_expired',
    })
    const again = await ana.begun(described, 100)
    expect((await ana.patch(again, 0, bytes)).status).toBe(204)
    expect(await ana.stateOf(described)).toBe('stored')
  })

  it('A-22: the address of an upload is not said by a header', async () => {
    const said = await ana.begin(file, 100, { 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' })
    expect(said.headers.get('location')).toMatch(/^\/api\/uploads\//)
  })
})

describe('who may', () => {
  it('A-8: another’s upload is none, within the organisation and without', async () => {
    const location = await ana.begun(await ana.describe(some(100)), 100)
    await ana.patch(location, 0, some(10))
    for (const other of [ben, desk, stranger]) {
      const answers = [
        await other.offset(location),
        await other.patch(location, 10, some(90)),
        await other.ask(location, { method: 'DELETE' }),
        await other.ask(location),
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 405])
    }
    expect((await ana.offset(location)).headers.get('upload-offset')).toBe('10')
  })

  it('reads: whoever may read the record; knowing the hash helps nobody', async () => {
    const bytes = some(100)
    const { attached } = await jobOf(TECH_A)
    const file = await ana.bring(bytes, attached)
    const statuses = async (...people: Bringer[]) =>
      Promise.all(people.map(async (person) => (await person.read(file)).status))
    expect(await statuses(ana, desk, ben, stranger)).toEqual([200, 200, 404, 404])
    expect((await ben.thumbnail(file)).status).toBe(404)
    // He describes a file of the same hash, at a job of his: it is his only when he has the bytes.
    const claimed = await ben.describe(bytes, (await jobOf(TECH_B)).attached)
    expect((await ben.read(claimed)).code).toBe('file_pending')
    const moved = { attached_to_name: (await jobOf(TECH_B)).name }
    await ben.device.results([update('File', file, 2, moved)])
    await ben.device.results([insert('File', file, moved, { base: { ...attached } })])
    expect(await statuses(ben)).toEqual([404])
  })

  it('a file without a record is for the desk and for who brought it', async () => {
    const file = await ana.bring(some(100))
    const statuses = await Promise.all(
      [ana, ben, desk].map(async (person) => (await person.read(file)).status),
    )
    expect(statuses).toEqual([200, 404, 200])
  })

  it('A-9: a right that is taken away during an upload', async () => {
    const bytes = some(100)
    const { name, attached } = await jobOf(TECH_A)
    const file = await ana.describe(bytes, attached)
    const location = await ana.begun(file, 100)
    await ana.patch(location, 0, bytes.subarray(0, 50))
    await office.results([update('Dispatch Job', name, 1, { assigned_to: TECH_B })])
    // For a while after that, what was made in time is still taken.
    await api.sql.query("UPDATE document SET audience_at = now() - interval '90 days' WHERE name = $1", [
      name,
    ])
    expect((await ana.patch(location, 50, bytes.subarray(50))).status).toBe(404)
    expect(await desk.stateOf(file)).toBe(undefined)
    await api.sql.query('UPDATE document SET audience_at = now() WHERE name = $1', [name])
    expect((await ana.patch(location, 100, Buffer.alloc(0))).status).toBe(204)
    expect(await desk.stateOf(file)).toBe('stored')
    expect((await ana.read(file)).status).toBe(404)
  })

  it('a device can not say that a file is here', async () => {
    const file = await ana.describe(some(100), { state: 'stored' })
    expect(await ana.stateOf(file)).toBe(undefined)
  })
})

describe('reading', () => {
  it.each<[string, string, number, string | null, number]>([
    ['the beginning', 'bytes=0-9', 206, 'bytes 0-9/1000', 10],
    ['the end', 'bytes=-5', 206, 'bytes 995-999/1000', 5],
    ['from a place', 'bytes=990-', 206, 'bytes 990-999/1000', 10],
    ['more than there is', 'bytes=990-5000', 206, 'bytes 990-999/1000', 10],
    ['beyond it', 'bytes=1000-', 416, 'bytes */1000', 0],
    ['several parts', 'bytes=0-1,5-6', 200, null, 1000],
    ['nonsense', 'bytes=b-a', 200, null, 1000],
  ])('a part of it: %s', async (_title, range, status, said, size) => {
    const bytes = Buffer.alloc(1000, 'abcdefghij')
    const file = await ana.bring(bytes)
    const read = await ana.read(file, { range })
    expect([read.status, read.headers.get('content-range')]).toEqual([status, said])
    if (status !== 416) expect(read.bytes.length).toBe(size)
    if (status === 206) expect(bytes.includes(read.bytes)).toBe(true)
  })

  it('is asked once for what has not changed', async () => {
    const file = await ana.bring(some())
    const etag = (await ana.read(file)).headers.get('etag') ?? ''
    const again = await ana.read(file, { 'if-none-match': etag })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
    expect((await ana.read(file, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
  })

  it.each([
    ['../../x.png', "filename*=UTF-8''__.._x.png"],
    ['a\r\nSet-Cookie: b.png', "filename*=UTF-8''a__Set-Cookie%3A%20b.png"],
    ['\u202Egnp.exe', "filename*=UTF-8''_gnp.exe"],
    ["it's 50% “ready”.png", "filename*=UTF-8''it%27s%2050%25%20%E2%80%9Cready%E2%80%9D.png"],
  ])('A-11: a file that is called %j', async (file_name, expected) => {
    const read = await ana.read(await ana.bring(some(10), { file_name }))
    expect(read.headers.get('content-disposition')).toContain(expected)
    expect(read.headers.get('set-cookie')).toBe(null)
  })
})

/** Files in the store, and those the database knows of. */
async function stored(): Promise<string[]> {
  return (await readdir(`${api.directory}/files`)).filter((name) => !name.endsWith('.json')).toSorted()
}

async function known(): Promise<string[]> {
  const { rows } = await api.sql.query<{ key: string }>(
    `SELECT storage_key::text AS key FROM blob
     UNION SELECT upload_id::text FROM upload WHERE finished_at IS NULL ORDER BY 1`,
  )
  return rows.map(({ key }) => key)
}

const idOf = (location: string) => /uploads\/([0-9a-f-]+)/.exec(location)?.[1] ?? ''

async function heldBy(location: string): Promise<string | null> {
  const { rows } = await api.sql.query<{ holder: string | null }>(
    'SELECT holder::text FROM upload WHERE upload_id::text = $1',
    [idOf(location)],
  )
  return rows[0]?.holder ?? null
}

/** A PATCH of which only these bytes have been sent so far. */
async function openPatch(location: string, bytes: Uint8Array, length: number) {
  const { hostname, port } = new URL(api.address)
  const socket = connect(Number(port), hostname)
  const answer = new Promise<string>((resolve) => {
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(said))
  })
  socket.write(
    [
      `PATCH ${location} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Authorization: Bearer ${ana.token}`,
      'Tus-Resumable: 1.0.0',
      'Content-Type: application/offset+octet-stream',
      'Upload-Offset: 0',
      `Content-Length: ${length}`,
      'Connection: close',
      '\r\n',
    ].join('\r\n'),
  )
  await new Promise((resolve) => socket.write(bytes, resolve))
  return { socket, answer }
}

/** A connection that ends in the middle of a body, once what has been sent is in the store. */
async function breakOff(location: string, bytes: Uint8Array, length: number): Promise<void> {
  const { socket, answer } = await openPatch(location, bytes, length)
  const path = `${api.directory}/files/${idOf(location)}`
  await vi.waitUntil(async () => (await stat(path)).size === bytes.length, SOON)
  socket.destroy()
  await answer
}
