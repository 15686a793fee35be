import { expect, type Locator, type Page } from '@playwright/test'
import { expectGood, signIn, test, WITHOUT_MOTION } from './desk.ts'
import { OPENING_MS, openRecord, switchOn } from './phones.ts'
import { openConflicts } from './server.ts'

test.use(WITHOUT_MOTION)

async function moveTo(phone: Locator, time: string): Promise<void> {
  await phone.getByLabel('Time', { exact: true }).fill(time)
  await phone.getByRole('button', { name: 'Save on the phone' }).click()
  await expect(phone.getByText('Saved. It is in the queue.')).toBeVisible()
}

async function takeOffline(phone: Locator): Promise<void> {
  await phone.getByRole('switch', { name: 'Signal' }).click()
  await expect(phone.getByText('No signal', { exact: true })).toBeVisible()
}

async function open(page: Page): Promise<void> {
  await signIn(page)
  await page.goto('/device')
}

test('two phones on the page make a conflict that waits in the inbox and in the resolver', async ({
  page,
}) => {
  test.slow()
  await open(page)
  const left = await switchOn(page, 'Left phone')
  const right = await switchOn(page, 'Right phone')
  await openRecord(left, '')
  const title = await left.getByRole('heading', { level: 3 }).textContent()
  await openRecord(right, title ?? '')
  await takeOffline(left)
  await moveTo(left, '05:10')
  await moveTo(right, '05:40')
  await right.getByRole('tab', { name: /^Came back/ }).click()
  await expect(right.getByText('Stored').first()).toBeVisible()
  await left.getByRole('switch', { name: 'Signal' }).click()
  await left.getByRole('tab', { name: /^Came back/ }).click()
  await expect(left.getByText('A person decides').filter({ visible: true }).first()).toBeVisible()
  await expect(page.getByText('a person decides.')).toBeVisible()
  const link = page.getByRole('link', { name: 'Open the conflict' })
  const id = (await link.getAttribute('href'))?.split('/').at(-1)
  await left.getByRole('tab', { name: /^Inbox/ }).click()
  await expect(left.locator(`a[href="/c/${id}"]`).filter({ visible: true })).toBeVisible()
  expect((await openConflicts('field_conflict')).map((item) => item.id)).toContain(id)
  await link.click()
  await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
})

test('an edit without a signal survives a reload and is sent when the signal is back', async ({ page }) => {
  test.slow()
  await open(page)
  const phone = await switchOn(page, 'Left phone')
  await takeOffline(phone)
  await phone.getByRole('combobox', { name: 'DocType on the phone' }).selectOption('Ticket')
  await openRecord(phone, '')
  await phone.getByRole('button', { name: /^Show the/ }).click()
  await phone.getByLabel('Resolution notes').fill('Written in a cellar')
  await phone.getByRole('button', { name: 'Save on the phone' }).click()
  await expect(phone.getByText('Saved. It is in the queue.')).toBeVisible()
  await page.reload()
  await expect(phone.getByText('No signal', { exact: true })).toBeVisible({ timeout: OPENING_MS })
  await phone.getByRole('tab', { name: /^Queue/ }).click()
  await expect(phone.getByText('Resolution notes')).toBeVisible()
  await phone.getByRole('switch', { name: 'Signal' }).click()
  await expect(phone.getByText('Nothing waits to be sent.')).toBeVisible()
})

test('a record from far down is seen from its top; what was typed stays until it is saved', async ({
  page,
}) => {
  await open(page)
  const phone = await switchOn(page, 'Left phone')
  const row = phone.getByRole('tabpanel').getByRole('listitem').last().getByRole('button')
  await row.click()
  const heading = phone.getByRole('heading', { level: 3 })
  await expect(heading).toBeFocused()
  await expect(heading).toBeInViewport()
  await phone.getByRole('button', { name: /^Show the/ }).click()
  await phone.getByLabel('Internal notes').fill('Not saved yet')
  await phone.getByRole('tab', { name: /^Queue/ }).click()
  await phone.getByRole('tab', { name: 'Records' }).click()
  await expect(phone.getByLabel('Internal notes')).toHaveValue('Not saved yet')
  await phone.getByRole('button', { name: 'All records' }).click()
  await expect(row).toBeFocused()
  await row.click()
  await expect(phone.getByLabel('Internal notes')).toHaveValue('Not saved yet')
})

async function tabTo(page: Page, target: Locator): Promise<void> {
  const isThere = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement)
  for (let steps = 0; steps < 60 && !(await isThere()); steps += 1) await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

test('a phone is used by keyboard alone', async ({ page }) => {
  await open(page)
  const phone = page.getByRole('region', { name: 'Right phone' })
  await expect(phone.getByRole('button', { name: 'Switch on' })).toBeVisible({ timeout: OPENING_MS })
  await tabTo(page, phone.getByRole('button', { name: 'Switch on' }))
  await page.keyboard.press('Enter')
  await expect(phone.getByRole('status').first()).toContainText('synced at', { timeout: OPENING_MS })
  await tabTo(page, phone.getByRole('switch', { name: 'Signal' }))
  await page.keyboard.press('Space')
  await expect(phone.getByText('No signal', { exact: true })).toBeVisible()
  await tabTo(page, phone.getByRole('listitem').getByRole('button').first())
  await page.keyboard.press('Enter')
  await tabTo(page, phone.getByLabel('Attendee', { exact: true }))
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  await expect(phone.getByText('Saved. It is in the queue.')).toBeVisible()
})

test('the phones have no accessibility violation and fit', async ({ page }) => {
  test.slow()
  await open(page)
  await expect(page.getByRole('button', { name: 'Switch on' })).toHaveCount(2, { timeout: OPENING_MS })
  await expectGood(page, 'switched off')
  const left = await switchOn(page, 'Left phone')
  await takeOffline(left)
  await left.getByRole('combobox', { name: 'DocType on the phone' }).selectOption('Dispatch Job')
  await expectGood(page, 'the list')
  await openRecord(left, '')
  await left.getByRole('button', { name: /^Show the/ }).click()
  await left.getByLabel('Completion notes').fill('Seen')
  await left.getByRole('button', { name: 'Save on the phone' }).click()
  await expectGood(page, 'a record')
  for (const tab of [/^Queue/, /^Came back/, /^Inbox/]) {
    await left.getByRole('tab', { name: tab }).click()
    await expectGood(page, String(tab))
  }
})
