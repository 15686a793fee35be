/** What can be done with one item beyond picking a side. */
import { expect } from '@playwright/test'
import { enter, reviewAndResolve, signIn, test } from './desk.ts'
import { conflictOf, onDevice, openConflicts } from './server.ts'
import { staged, stagedVisit } from './staged.ts'

test('why, and a rule overruled with a reason', async ({ page }) => {
  const item = await stagedVisit('Overruled')
  await enter(page, 'resolver@demo.test')
  await page.goto(`/c/${item.id}`)
  await page.getByText('1 settled by rules').click()
  await page.getByRole('button', { name: 'Why? Notes' }).click()
  const drawer = page.getByRole('dialog', { name: 'Why: Notes' })
  await expect(drawer.getByText('auto_merge_fields')).toBeVisible()
  await drawer.getByRole('button', { name: 'Decide it myself' }).click()
  const notes = page.getByRole('group', { name: 'Notes', exact: true })
  await notes.getByRole('radio', { name: /^Device/ }).check()
  await page.getByRole('button', { name: 'Device for the rest' }).click()
  await expect(page.getByText('Say why the rule is wrong here')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Reason' }).fill('The ladder was a mistake.')
  await reviewAndResolve(page)
  expect((await onDevice(item.doctype, item.name))?.data.notes).toBe('Mind the dog.\nRing twice.')
  expect((await conflictOf(item.id)).resolution?.comment).toBe('The ladder was a mistake.')
})

test('a long text is put together from both sides, and edited', async ({ page }) => {
  const text = (middle: string) =>
    `The boiler is in the second cellar. ${middle} ${'Bring the long ladder. '.repeat(6)}`
  const item = await staged({
    before: {
      title: 'Long',
      attendee_name: 'Jo Staged',
      status: 'Cancelled',
      cancellation_reason: text('The key is at the desk.'),
    },
    server: { cancellation_reason: text('The key is at the bakery.') },
    device: { cancellation_reason: text('The key is under the mat.') },
  })
  await enter(page, 'resolver@demo.test')
  await page.goto(`/c/${item.id}`)
  const card = page.getByRole('group', { name: 'Cancellation reason', exact: true })
  await expect(card.getByText('bakery.', { exact: false }).first()).toBeVisible()
  await card.getByRole('radio', { name: /^Custom/ }).check()
  await card.getByRole('button', { name: 'Both' }).click()
  const written = card.getByRole('textbox', { name: 'Cancellation reason' })
  await expect(written).toHaveValue(/bakery\..*mat\./s)
  await written.fill('The key is at the bakery, not under the mat.')
  await expect(card.getByText('What this changes against Before')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Check the result' })
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
  const row = await onDevice(item.doctype, item.name)
  expect(row?.data.cancellation_reason).toBe('The key is at the bakery, not under the mat.')
})

test('closed, a dialog gives the focus back', async ({ page }) => {
  const [item] = await openConflicts('field_conflict')
  await signIn(page)
  await page.goto(`/c/${item?.id}`)
  for (const name of ['Give to somebody', /^Notifications/]) {
    const opener = page.getByRole('button', { name }).last()
    await opener.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  }
})
