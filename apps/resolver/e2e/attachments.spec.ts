import { createHash } from 'node:crypto'
import { expect, type Locator } from '@playwright/test'
import { type CuttingProxy, startCuttingProxy } from '../../../tooling/testkit/src/cutting-proxy.ts'
import { enter, expectGood, WITHOUT_MOTION } from './desk.ts'
import { noisePicture } from './noise-picture.ts'
import { openRecord, switchOn } from './phones.ts'
import { test } from './product.ts'
import { fileOf, findOnDevice, onDevice } from './server.ts'

test.use(WITHOUT_MOTION)

const LARGE = noisePicture(2048)
/** Twelve megabytes over a link that keeps breaking, with pauses between. */
const ARRIVAL_MS = 45_000

let link: CuttingProxy
test.beforeAll(async () => {
  link = await startCuttingProxy(process.env.RESOLVER_E2E_ADDRESS ?? '', [900_000, 1_700_000, 2_500_000])
  link.setBad(false)
})
test.afterAll(() => link.close())

async function add(phone: Locator, name: string, buffer: Buffer): Promise<Locator> {
  await phone.getByLabel('Add a file to Photos').setInputFiles({ name, mimeType: 'image/png', buffer })
  await expect(tileOf(phone, name)).toBeVisible({ timeout: ARRIVAL_MS })
  return tileOf(phone, name)
}

function tileOf(phone: Locator, name: string): Locator {
  return phone.getByRole('listitem').filter({ hasText: name })
}

test('a phone on a bad link sends a photo of twelve megabytes whole, and everybody can look at it', async ({
  browser,
}) => {
  test.slow()
  const page = await browser.newPage({ baseURL: link.address })
  await enter(page, 'resolver@demo.test')
  await page.goto('/device')
  const left = await switchOn(page, 'Left phone')
  await left.getByRole('combobox', { name: 'DocType on the phone' }).selectOption('Dispatch Job')
  await openRecord(left, '')
  const small = await add(left, 'meter.png', noisePicture(64))
  await expect(small).toContainText('Sent')
  await expect(small.getByRole('button', { name: 'Open meter.png' })).toBeVisible()

  link.setBad(true)
  const large = await add(left, 'boiler.png', LARGE)
  await expect(large).toContainText('Large: waits until you send it')
  await left.getByRole('button', { name: /^Show the/ }).click()
  await left.getByLabel('Completion notes').fill('Valve replaced, see the photo')
  await left.getByRole('button', { name: 'Save on the phone' }).click()
  await large.getByRole('button', { name: 'Send now' }).click()
  await expect(large.getByRole('progressbar')).toBeVisible()
  await expect(large).toContainText('Sent', { timeout: ARRIVAL_MS })
  expect(link.cuts()).toBeGreaterThan(3)
  link.setBad(false)

  const stored = await findOnDevice('File', ({ data }) => data?.file_name === 'boiler.png')
  const file = stored?.name ?? ''
  expect(stored?.data).toMatchObject({ state: 'stored', size: LARGE.byteLength })
  expect(hashOf(await fileOf('resolver@demo.test', file))).toBe(hashOf(LARGE))
  const job = await onDevice('Dispatch Job', String(stored?.data?.attached_to_name))
  expect(job?.data?.completion_notes).toBe('Valve replaced, see the photo')
  expect(Number(stored?.seq)).toBeGreaterThan(Number(job?.seq))
  await expectGood(page, 'files on the phone')

  const right = await switchOn(page, 'Right phone')
  await right.getByRole('combobox', { name: 'DocType on the phone' }).selectOption('Dispatch Job')
  await openRecord(right, job?.name ?? '')
  await expect(tileOf(right, 'meter.png')).toContainText('Fetched')
  await tileOf(right, 'boiler.png').getByRole('button', { name: 'Fetch' }).click()
  await expect(tileOf(right, 'boiler.png')).toContainText('Fetched')

  await page.goto(`/history/Dispatch%20Job/${job?.name}`)
  const photo = page.getByRole('button', { name: 'Open boiler.png' }).first()
  await expect(photo).toBeVisible()
  const [tab] = await Promise.all([page.waitForEvent('popup'), photo.click()])
  await tab.waitForURL(/^blob:/)
  expect(await tab.evaluate(() => document.images[0]?.naturalWidth)).toBe(2048)
  await page.close()
})

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
