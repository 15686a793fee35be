/** A technician on a link that keeps breaking: what was written arrives long before the large photo, and the photo whole. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSyncClient, type SyncClient, systemPorts } from '@dartwing/client'
import { addressOf, ENDPOINTS, PROBLEMS } from '@dartwing/protocol'
import { type CuttingProxy, startCuttingProxy } from '@dartwing/testkit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ADMIN, type Api, ORG, signIn, startApi, TECH_A } from './api-kit.ts'

const MB = 1024 * 1024
const PATIENCE = { timeout: 60_000, interval: 50 }

let api: Api
let link: CuttingProxy
let folder = ''
const clients: SyncClient[] = []
beforeAll(async () => {
  api = await startApi()
  link = await startCuttingProxy(api.address, [800_000, 300_000, 1_100_000, 600_000])
  folder = await mkdtemp(join(tmpdir(), 'bad-link-'))
})
afterAll(async () => {
  for (const client of clients) await client.close()
  await link.close()
  await api.close()
  await rm(folder, { recursive: true })
})

/** A device on the bad link that does not wait long between its attempts. */
async function deviceOf(email: string): Promise<SyncClient> {
  const delay = (ms: number, closing: AbortSignal) => systemPorts.delay(Math.min(ms, 20), closing)
  const client = await createSyncClient({
    address: link.address,
    org: ORG,
    database: join(folder, `${randomUUID()}.sqlite`),
    ports: { delay },
  })
  clients.push(client)
  await client.login(email, 'demo')
  return client
}

/** Noise does not get smaller: a real picture of twelve megabytes. */
async function makePhoto(): Promise<Uint8Array> {
  const side = 2048
  const noise = { width: side, height: side, channels: 3 as const }
  const picture = sharp({
    create: { ...noise, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  })
  return picture.png({ compressionLevel: 0 }).toBuffer()
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function stateOf(client: SyncClient, file: string) {
  return (await client.attachments.list()).find((one) => one.file === file)
}

describe('on a link that keeps breaking', () => {
  it('the notes are there while the photo is on its way, and the photo arrives whole, up and down', async () => {
    const office = await api.device(ADMIN)
    const job = await office.queueChange('Dispatch Job', null, { title: 'Boiler', assigned_to: TECH_A })
    await office.sync()
    const phone = await deviceOf(TECH_A)
    await phone.connect()
    await vi.waitUntil(() => phone.get('Dispatch Job', job.name), PATIENCE)

    const bytes = await makePhoto()
    expect(bytes.byteLength).toBeGreaterThan(12 * MB)
    const [steps, whenNoted]: [number[], number[]] = [[], []]
    phone.subscribe((event) => {
      if (event.type === 'attachment') steps.push(event.attachment.moved_bytes)
      if (event.type === 'synced' && event.result.results.some(({ name }) => name === job.name))
        whenNoted.push(steps.at(-1) ?? 0)
    })
    const to = { doctype: 'Dispatch Job', name: job.name, field: 'photos' }
    const { name: file } = await phone.attachments.queueAttachment(to, {
      file_name: 'boiler.png',
      mime: 'image/png',
      bytes,
    })
    await phone.queueChange('Dispatch Job', job.name, { completion_notes: 'Valve replaced' })
    await phone.attachments.request(file)
    await vi.waitUntil(async () => (await stateOf(phone, file))?.state === 'done', PATIENCE)

    // What was written had been answered when of the photo no more than a beginning was there.
    expect(whenNoted.length).toBeGreaterThan(0)
    expect(Math.max(...whenNoted)).toBeLessThan(MB)
    expect(link.cuts()).toBeGreaterThan(8)
    await office.sync()
    expect((await office.get('Dispatch Job', job.name))?.data).toMatchObject({
      completion_notes: 'Valve replaced',
      photos: [{ file, file_name: 'boiler.png' }],
    })
    expect((await office.get('File', file))?.data).toMatchObject({ state: 'stored', sha256: hashOf(bytes) })

    const answer = await fetch(`${api.address}${addressOf(ENDPOINTS.file, { id: file })}`, {
      headers: { authorization: `Bearer ${await signIn(api.address, ADMIN)}` },
    })
    expect(hashOf(new Uint8Array(await answer.arrayBuffer()))).toBe(hashOf(bytes))

    const desk = await deviceOf(ADMIN)
    await vi.waitUntil(async () => (await desk.sync()).ended.kind === 'complete', PATIENCE)
    await desk.attachments.request(file)
    const before = link.cuts()
    await desk.attachments.transfer()
    const fetched = await desk.attachments.read(file)
    expect(hashOf(new Uint8Array((await fetched?.arrayBuffer()) ?? []))).toBe(hashOf(bytes))
    expect(link.cuts() - before).toBeGreaterThan(5)
  })

  it('what the server will not have is kept, with why, and its record is not held up', async () => {
    const office = await api.device(ADMIN)
    const job = await office.queueChange('Dispatch Job', null, { title: 'Pump', assigned_to: TECH_A })
    await office.sync()
    const phone = await deviceOf(TECH_A)
    await vi.waitUntil(async () => (await phone.sync()).ended.kind === 'complete', PATIENCE)
    const program = new Uint8Array([0x4d, 0x5a, 0x90, ...new Uint8Array(200)])
    const { name: file } = await phone.attachments.queueAttachment(
      { doctype: 'Dispatch Job', name: job.name, field: 'photos' },
      { file_name: 'photo.jpg', mime: 'image/jpeg', bytes: program },
    )
    await phone.queueChange('Dispatch Job', job.name, { completion_notes: 'Pump replaced' })
    await vi.waitUntil(async () => (await phone.sync()).ended.kind === 'complete', PATIENCE)
    await phone.attachments.transfer()
    expect(await stateOf(phone, file)).toMatchObject({
      state: 'failed',
      error: PROBLEMS.file_type_refused.title,
      is_here: true,
    })
    await office.sync()
    expect((await office.get('Dispatch Job', job.name))?.data).toMatchObject({
      completion_notes: 'Pump replaced',
    })
    expect((await office.get('File', file))?.data?.state ?? 'pending').toBe('pending')
  })
})
