import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { openItem, reviewAndResolve, signIn, test } from './desk.ts'
import { conflictOf, onDevice } from './server.ts'
import { OFFICE, PHONE, upload } from './staged.ts'

const DOCTYPE = 'Appointment'

function visit(provider: string, title: string, from: string, to: string, day = '2031-03-04') {
  return {
    title,
    attendee_name: 'Jo Staged',
    attendee_phone: '+49 30 100',
    provider,
    appointment_datetime: `${day}T${from}:00+01:00`,
    appointment_end_datetime: `${day}T${to}:00+01:00`,
    duration: 60,
  }
}

const newName = () => `STAGED-${randomUUID().slice(0, 8)}`

/** Two appointments that want the same hour of a person nobody else asks for. */
async function doubleBooked(title: string, day?: string) {
  const provider = `P-${randomUUID()}`
  const [holds, asks] = [newName(), newName()]
  const office = { op: 'insert' as const, doctype: DOCTYPE }
  await upload(OFFICE, {
    ...office,
    name: holds,
    data: visit(provider, `${title}, first`, '10:00', '11:00', day),
  })
  const held = await upload(PHONE, {
    ...office,
    name: asks,
    data: visit(provider, `${title}, second`, '10:30', '11:30', day),
  })
  return { provider, holds, asks, id: held.conflict_id ?? '' }
}

/** In the page: a timer comes late, as on a busy machine. */
function lateTimers(): void {
  const inTime = window.setTimeout
  Object.assign(window, {
    setTimeout: (run: () => void, ms = 0) => inTime(run, Math.max(ms, 50)),
  })
}

test.describe('a free time that somebody else takes first', () => {
  test.use({ refused: /409/ })

  test('the fresh list has the focus, the rest stands, and another time is taken by keyboard', async ({
    page,
  }) => {
    const { provider, asks, id } = await doubleBooked('Taken')
    await page.addInitScript(lateTimers)
    await signIn(page)
    await page.goto(`/c/${id}`)
    await expect(page.getByText('Check calendar for conflicts before resolving')).toBeVisible()
    await page.getByRole('radio', { name: 'Move Taken, second' }).press('Space')
    const free = page.getByRole('radio', { name: /is free/ })
    expect(await free.count()).toBeGreaterThanOrEqual(3)
    const wished = page.getByRole('radio', { name: /11:00–12:00 is free: the next gap/ })
    await wished.press('Space')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()

    const data = visit(provider, 'Quicker', '11:00', '12:00')
    await upload(OFFICE, { op: 'insert', doctype: DOCTYPE, name: newName(), data })
    await page.keyboard.press('Control+Enter')
    await expect(wished).toHaveCount(0)
    await expect(page.getByRole('radio', { name: 'Move Taken, second' })).toBeChecked()
    await expect(free.first()).toBeFocused()

    await page.keyboard.press('Space')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await conflictOf(id)).state).toBe('resolved')
    const moved = (await onDevice(DOCTYPE, asks))?.data.appointment_datetime
    expect(moved).not.toBe(data.appointment_datetime)
  })
})

test('a double booking: both are kept, for a reason', async ({ page }) => {
  const { holds, asks, id } = await doubleBooked('Shared')
  await signIn(page)
  await page.goto(`/c/${id}`)
  await page.getByRole('radio', { name: 'Keep both' }).check()
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Reason' }).fill('One visit for both')
  await reviewAndResolve(page)
  await expect(page.getByText('Both were booked')).toBeVisible()
  // Two records, each with its own time: none was chosen over the other.
  await expect(page.getByRole('definition').getByText('Server')).toHaveCount(0)
  expect((await conflictOf(id)).resolution).toMatchObject({
    action: 'book_anyway',
    comment: 'One visit for both',
  })
  for (const [name, from] of [
    [holds, '2031-03-04T09:00:00.000Z'],
    [asks, '2031-03-04T09:30:00.000Z'],
  ] as const) {
    const row = await onDevice(DOCTYPE, name)
    expect(row?.conflict).toBeNull()
    expect(new Date(String(row?.data.appointment_datetime)).toISOString()).toBe(from)
  }
})

test('a double booking: the one that holds the time gives way', async ({ page }) => {
  const { holds, asks, id } = await doubleBooked('Given way')
  await signIn(page)
  await page.goto(`/c/${id}`)
  await page.getByRole('radio', { name: 'Cancel Given way, first' }).check()
  await reviewAndResolve(page)
  expect((await onDevice(DOCTYPE, holds))?.data.status).toBe('Cancelled')
  expect((await onDevice(DOCTYPE, asks))?.conflict).toBeNull()
})

/** The row of the plan's 6.3 that says so; the other rows are in the tests of the rules and of the server. */
test('Time slot conflict | Appointment | manual_resolve | UI shown to user', async ({ page }) => {
  const { asks, id } = await doubleBooked('Shown')
  expect((await onDevice(DOCTYPE, asks))?.conflict).not.toBeNull()
  await signIn(page)
  await openItem(page, 'Shown, second')
  await expect(page).toHaveURL(new RegExp(`/c/${id}`))
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(page.getByRole('img', { name: /overlap by/ })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Move Shown, second' })).toBeEnabled()
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
})

test('a time of one’s own: nothing is put in its place, and what is missing is said', async ({ page }) => {
  const { id } = await doubleBooked('Typed')
  await signIn(page)
  await page.goto(`/c/${id}`)
  await page.getByRole('radio', { name: 'Move Typed, second' }).check()
  await page.getByRole('radio', { name: 'Another time', exact: true }).check()
  const review = page.getByRole('button', { name: 'Review' })
  const length = page.getByRole('textbox', { name: 'Length' })
  await page.getByLabel('Day', { exact: true }).fill('2031-03-05')
  await expect(review).toBeEnabled()
  for (const [typed, problem] of [
    ['', 'At least a minute.'],
    ['-15', 'At least a minute.'],
    ['1441', 'At most a day.'],
  ] as const) {
    await length.fill(typed)
    await length.blur()
    await expect(page.getByText(problem)).toBeVisible()
    await expect(review).toBeDisabled()
  }
  await length.fill('45')
  await expect(review).toBeEnabled()
  await page.getByLabel('Day', { exact: true }).fill('')
  await expect(page.getByText('A day is needed.')).toBeVisible()
  await expect(review).toBeDisabled()
})

test('the day: what would result is drawn, the list says whose it is, and the pages turn', async ({
  page,
}) => {
  // In Berlin the clocks go forward on the day after.
  const { id } = await doubleBooked('Drawn', '2031-03-29')
  await signIn(page)
  await page.goto(`/c/${id}`)
  const day = page.getByRole('region', { name: /^That day of/ })
  await expect(day.getByRole('listitem').filter({ hasText: 'Server' })).toContainText('Drawn, first')
  await expect(day.getByRole('listitem').filter({ hasText: 'Device' })).toContainText('Drawn, second')
  await expect(day.locator('[data-event-id="shared"], [data-event-id]').first()).toBeVisible()
  await page.getByRole('radio', { name: 'Move Drawn, first' }).check()
  await page
    .getByRole('radio', { name: /^Sat 29 Mar.* is free/ })
    .first()
    .check()
  await expect(day.getByText(/· Result$/)).toBeVisible()

  await day.getByRole('button', { name: 'The day after' }).click()
  await expect(day.getByText('A day of 23 hours')).toBeVisible()
  await expect(day.getByText('Nothing is booked that day.')).toBeVisible()
  await expect(day.getByRole('button', { name: 'The day after' })).toBeDisabled()
  await expect(page.getByRole('link', { name: /^Call Jo Staged/ }).first()).toHaveAttribute(
    'href',
    'tel:+4930100',
  )
})
