/** Files in a bucket: two servers that share no folder, a server that speaks S3 between them. */
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CareJob } from '../src/files/care/care.job.ts'
import { type Api, ORG, startApi, TECH_A } from './api-kit.ts'
import { Bringer } from './files/bringer.ts'
import { type Bucket, startBucket } from './files/bucket.ts'
import { photo } from './files/pictures.ts'

let bucket: Bucket
let api: Api
let here: Bringer
let there: Bringer
beforeAll(async () => {
  bucket = await startBucket()
  api = await startApi(bucket.settings)
  here = await Bringer.open(api, TECH_A)
  there = await Bringer.open({ address: await api.replica({ DATA_DIR: `${api.directory}/other` }) }, TECH_A)
})
afterAll(async () => {
  await api.close()
  await bucket.close()
})

const night = () => api.app.get(CareJob).ofOrganisation(ORG)

describe('files in a bucket', () => {
  it('arrive in pieces of any size, by one server and another, and are read by both', async () => {
    const bytes = randomBytes(11_000_000)
    const file = await here.describe(bytes)
    const location = await here.begun(file, bytes.length)
    expect((await here.patch(location, 0, bytes.subarray(0, 1_000))).status).toBe(204)
    expect((await there.offset(location)).headers.get('upload-offset')).toBe('1000')
    expect((await there.patch(location, 1_000, bytes.subarray(1_000, 9_000_000))).status).toBe(204)
    expect((await here.offset(location)).headers.get('upload-offset')).toBe('9000000')
    expect((await here.patch(location, 9_000_000, bytes.subarray(9_000_000))).status).toBe(204)
    for (const person of [here, there]) {
      expect((await person.read(file)).bytes.equals(bytes)).toBe(true)
      const part = await person.read(file, { range: 'bytes=5000000-5000999' })
      expect([part.status, part.bytes.equals(bytes.subarray(5_000_000, 5_001_000))]).toEqual([206, true])
    }
  })

  it('may be empty, and may be pictures', async () => {
    const empty = await here.bring(Buffer.alloc(0))
    expect([await there.stateOf(empty), (await there.read(empty)).bytes.length]).toEqual(['stored', 0])
    const file = await here.bring(await photo())
    await vi.waitUntil(async () => (await there.thumbnail(file)).status === 200, { timeout: 60_000 })
    expect(await sharp((await there.thumbnail(file)).bytes).metadata()).toMatchObject({ format: 'webp' })
  })

  it('are kept once; what was given up, took too long or belongs to nothing leaves nothing', async () => {
    const bytes = randomBytes(2_000)
    const before = await bucket.contents()
    await here.bring(bytes)
    const once = await bucket.contents()
    const again = await there.bring(bytes)
    expect(await bucket.contents()).toEqual(once)
    expect((await here.read(again)).bytes.equals(bytes)).toBe(true)
    const ended = await here.begun(await here.describe(bytes), 2_000)
    await here.patch(ended, 0, bytes.subarray(0, 10))
    expect((await here.ask(ended, { method: 'DELETE' })).status).toBe(204)
    const late = await here.begun(await here.describe(bytes), 2_000)
    await here.patch(late, 0, bytes.subarray(0, 10))
    await api.sql.query(
      "UPDATE upload SET expires_at = now() - interval '1 minute' WHERE finished_at IS NULL",
    )
    await night()
    expect(await bucket.contents()).toEqual(once)
    expect((await here.offset(late)).status).toBe(404)
    await api.sql.query(
      "UPDATE document SET purged_at = now() WHERE doctype = 'File' AND data ->> 'size' = '2000'",
    )
    await night()
    expect(await bucket.contents()).toEqual(before)
  })
})
