import type { ConflictSummary } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import { decisionsOn, openItem, reviewAndResolve, signIn, test } from './desk.ts'
import { conflictOf, onDevice, openConflicts } from './server.ts'

/** Open field conflicts about the time of an appointment. */
async function movedAppointments(): Promise<readonly ConflictSummary[]> {
  const open = await openConflicts('field_conflict')
  return open.filter((item) => item.doctype === 'Appointment' && item.fields.includes('appointment_datetime'))
}

/** Reviews, resolves, and goes on where there is something to go on to. */
async function resolveByKeyboard(page: Page): Promise<void> {
  const heading = page.getByRole('heading', { name: 'Changes in the stored record' })
  await page.keyboard.press('Control+Enter')
  await expect(heading).toBeVisible()
  const answered = page.waitForResponse((response) => response.url().includes('/resolve?'))
  await page.keyboard.press('Control+Enter')
  expect((await answered).status()).toBe(200)
  await expect(heading).toHaveCount(0)
}

function first<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined) throw new Error('The demo has no such conflict left.')
  return item
}

test('an appointment moved by both takes a free time, and the device has it', async ({ page }) => {
  const item = first(await movedAppointments())
  await signIn(page)
  await openItem(page, item.title)
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()

  const rest = page.getByRole('button', { name: 'Server for the rest' })
  if (await rest.isVisible()) await rest.click()
  await page
    .getByRole('radio', { name: /is free/ })
    .first()
    .check()
  await expect(page.getByText(/^(\d+) of \1 decided/)).toBeVisible()
  await reviewAndResolve(page)

  const { resolution } = await conflictOf(item.id)
  const start = resolution?.decisions.find(({ field }) => field === 'appointment_datetime')?.value
  const row = await onDevice(item.doctype, item.name)
  expect(row?.conflict).toBeNull()
  expect(row?.version).toBe(resolution?.version)
  expect(Date.parse(String(row?.data.appointment_datetime))).toBe(Date.parse(String(start)))
})

test('a double booking: the one that asks moves', async ({ page }) => {
  const item = first(await openConflicts('slot_collision'))
  const { other } = await conflictOf(item.id)
  await signIn(page)
  await openItem(page, item.title)
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(page.getByRole('img', { name: /overlap by/ })).toBeVisible()

  await page.getByRole('radio', { name: `Move ${item.title}` }).check()
  await expect(page.getByText('Choose a time')).toBeVisible()
  await page
    .getByRole('radio', { name: /is free/ })
    .first()
    .check()
  await reviewAndResolve(page)

  const [moved, stayed] = await Promise.all([
    onDevice(item.doctype, item.name),
    onDevice(item.doctype, other?.name ?? ''),
  ])
  expect(moved?.conflict).toBeNull()
  expect(moved?.data.appointment_datetime).not.toBe(stayed?.data.appointment_datetime)
  expect(stayed?.version).toBe(other?.version)
})

test('a signature is accepted after both were shown, and the form becomes valid', async ({ page }) => {
  const item = first(await openConflicts('signature_review'))
  const before = await conflictOf(item.id)
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  await expect(page.getByRole('img', { name: /^Server signature/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Device signature/ })).toBeVisible()
  await page.getByText('Wipe', { exact: true }).click()
  await expect(page.getByRole('slider')).toBeVisible()
  await page.getByRole('radio', { name: 'Accept the Device signature' }).check()
  await reviewAndResolve(page)

  const row = await onDevice(item.doctype, item.name)
  const signature = before.fields_view.find((field) => field.name === 'signature')
  expect(row?.data.signature).toBe(signature?.client)
  expect(row?.data.validation_status).toBe('Valid')
})

test('a new signature is asked for only with a reason, by keyboard alone', async ({ page }) => {
  const item = first(await openConflicts('signature_review'))
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  await expect(page.getByRole('radio', { name: 'Request a new signature' })).toBeVisible()
  await page.keyboard.press('3')
  await expect(page.getByRole('radio', { name: 'Request a new signature' })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: 'Reason' })).toBeFocused()
  await page.keyboard.type('Neither name matches the customer.')
  await resolveByKeyboard(page)
  expect((await conflictOf(item.id)).resolution?.comment).toBe('Neither name matches the customer.')
  const row = await onDevice(item.doctype, item.name)
  expect(row?.data.signature ?? null).toBeNull()
})

test('by keyboard only, from the queue to the next item', async ({ page }) => {
  const item = first(await movedAppointments())
  await signIn(page)
  const row = page.getByRole('option', { name: item.title }).first()
  for (
    let step = 0;
    step < 20 && !(await row.evaluate((option) => option.hasAttribute('data-active')));
    step += 1
  ) {
    await page.keyboard.press('j')
  }
  await expect(row).toHaveAttribute('data-active', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: item.headline })).toBeFocused()

  const total = await decisionsOn(page).count()
  for (let step = 0; step < total; step += 1) {
    await page.keyboard.press('n')
    await page.keyboard.press('2')
  }
  await page.keyboard.press('z')
  await expect(page.getByText(new RegExp(`^${total - 1} of ${total} decided`))).toBeVisible()
  await page.keyboard.press('Shift+z')
  await expect(page.getByText(new RegExp(`^${total} of ${total} decided`))).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: item.headline })).toHaveCount(0)

  const { client } = await conflictOf(item.id)
  const onTheDevice = await onDevice(item.doctype, item.name)
  expect(Date.parse(String(onTheDevice?.data.appointment_datetime))).toBe(
    Date.parse(String(client?.appointment_datetime)),
  )
})

test('a double booking by keyboard alone: one is cancelled', async ({ page }) => {
  const item = first(await openConflicts('slot_collision'))
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  const cancel = page.getByRole('radio', { name: `Cancel ${item.title}` })
  await expect(cancel).toBeVisible()
  await page.keyboard.press('n')
  for (let step = 0; step < 8 && !(await cancel.isChecked()); step += 1)
    await page.keyboard.press('ArrowDown')
  await expect(cancel).toBeChecked()
  await resolveByKeyboard(page)
  expect((await onDevice(item.doctype, item.name))?.data.status).toBe('Cancelled')
})

test('a deletion against a change, by keyboard alone: the record stays', async ({ page }) => {
  const item = first(await openConflicts('delete_edit'))
  await signIn(page)
  await openItem(page, item.title)
  await page.keyboard.press('1')
  await expect(page.getByRole('radio', { name: /Keep the record/ })).toBeChecked()
  const same = page.getByText(/^\d+ unchanged$/)
  const count = (await same.textContent()) ?? ''
  await resolveByKeyboard(page)
  await page.goto(`/c/${item.id}`)
  await expect(page.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
  await expect(same).toHaveText(count)
  expect(await onDevice(item.doctype, item.name)).toMatchObject({ deleted: false, conflict: null })
})
