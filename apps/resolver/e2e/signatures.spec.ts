import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { reviewAndResolve, signIn, test } from './desk.ts'
import { conflictOf, onDevice } from './server.ts'
import { ADMIN, PHONE, upload } from './staged.ts'

const ink = (colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80"><path stroke="${colour}" fill="none" d="M5 60 60 20 90 60 290 30"/></svg>`)}`

/** A form that the desk and a phone had signed without knowing of each other. */
async function signedTwice(device: string) {
  const about = { doctype: 'Form Submission', name: `STAGED-${randomUUID().slice(0, 8)}` }
  const blank = { template: 'Boiler service report', template_version: 1, notes: 'One filter' }
  await upload(PHONE, { op: 'insert', ...about, data: blank })
  const desk = { signature: ink('navy'), signed_by_name: 'Åsa' }
  await upload(ADMIN, { op: 'update', ...about, base_version: 1, data: desk })
  const phone = { signature: device, signed_by_name: 'Lars' }
  const held = await upload(PHONE, { op: 'update', ...about, base_version: 1, data: phone })
  return { ...about, version: held.version ?? 3, id: held.conflict_id ?? '' }
}

test('compared, enlarged, swapped and decided with the keyboard alone', async ({ page }) => {
  const item = await signedTwice(ink('black'))
  const { doctype, name, version: base_version } = item
  await upload(ADMIN, { op: 'update', doctype, name, base_version, data: { notes: 'Two filters' } })
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  const larger = page.getByRole('button', { name: 'Larger' })
  await larger.press('+')
  await expect(page.getByText('150 %')).toBeVisible()
  await larger.press('0')
  await expect(page.getByText('100 %')).toBeVisible()
  const pictures = page.getByRole('img', { name: /^(Server|Device) signature/ })
  await expect(pictures.first()).toHaveAccessibleName(/^Server/)
  await page.getByRole('button', { name: 'Swap the two signatures' }).press('Enter')
  await expect(pictures.first()).toHaveAccessibleName(/^Device/)
  // The office changed the notes after both had signed.
  await expect(page.getByRole('row', { name: 'Notes One filter Two filters' })).toHaveCount(2)

  await page.getByRole('radio', { name: 'Accept the Device signature' }).press('Space')
  await reviewAndResolve(page)
  expect((await onDevice(item.doctype, item.name))?.data).toMatchObject({ signed_by_name: 'Lars' })
})

test('both refused, for a reason', async ({ page }) => {
  const item = await signedTwice(ink('black'))
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  await page.getByRole('radio', { name: 'Reject both' }).check()
  await page.getByRole('textbox', { name: 'Reason' }).fill('Neither of them lives there')
  await reviewAndResolve(page)
  expect((await conflictOf(item.id)).resolution).toMatchObject({
    action: 'reject_both',
    comment: 'Neither of them lives there',
  })
})

test('only looked at, nothing is kept; started again, nothing comes back', async ({ page, context }) => {
  const item = await signedTwice(ink('black'))
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  const accept = page.getByRole('radio', { name: 'Accept the Device signature' })
  await expect(accept).toBeEnabled()
  const other = await context.newPage()
  await other.goto(`/c/${item.id}`)
  await expect(other.getByRole('radio', { name: 'Accept the Device signature' })).toBeEnabled()
  await expect(other.getByText(/^Your picks /)).toHaveCount(0)
  await other.close()
  await expect(page.getByText(/^Your picks /)).toHaveCount(0)

  await accept.check()
  await page.reload()
  await expect(page.getByText(/^Your picks from .* are back$/)).toBeVisible()
  await expect(accept).toBeChecked()
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(accept).not.toBeChecked()
  await page.reload()
  await expect(accept).toBeEnabled()
  await expect(page.getByText(/^Your picks /)).toHaveCount(0)
})

test('a picture that cannot be shown: nobody decides blind', async ({ page }) => {
  const item = await signedTwice('data:image/png;base64,AAAA')
  await signIn(page)
  await page.goto(`/c/${item.id}`)
  await expect(page.getByText(/nobody decides about what they have not seen/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  for (const side of ['Server', 'Device']) {
    await expect(page.getByRole('radio', { name: `Accept the ${side} signature` })).toBeDisabled()
  }
  await expect(page.getByRole('radio', { name: 'Request a new signature' })).toBeEnabled()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('table', { name: 'About the two signatures' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Review' })).toBeHidden()
})
