import { expect } from '@playwright/test'
import { decisionsOn, openItem, reviewAndResolve, signIn, test } from './desk.ts'
import { openConflicts } from './server.ts'

test('picks survive a reload', async ({ page }) => {
  const [item] = await openConflicts('field_conflict')
  await signIn(page)
  await openItem(page, item?.title ?? '')
  const choice = page.getByRole('radio', { name: /^Device/ }).first()
  await choice.check()
  await page.reload()
  await expect(page.getByText(/^Your picks from .* are back$/)).toBeVisible()
  await expect(choice).toBeChecked()
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(choice).not.toBeChecked()
})

test('someone else is first: their result stands beside the kept picks', async ({ page, browser }) => {
  const [item] = await openConflicts('field_conflict')
  const title = item?.title ?? ''
  await signIn(page)
  await openItem(page, title)
  await page
    .getByRole('radio', { name: /^Device/ })
    .first()
    .check()

  const other = await browser.newContext()
  const theirs = await other.newPage()
  await signIn(theirs, 'admin@demo.test')
  await openItem(theirs, title)
  for (const card of await decisionsOn(theirs).all()) {
    await card.getByRole('radio', { name: /^Server/ }).check()
  }
  await reviewAndResolve(theirs)
  await other.close()

  await expect(page.getByText(/resolved this first$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy my picks' })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
})

test('the connection is cut while a decision is on its way: it takes effect once', async ({ page }) => {
  const [item] = await openConflicts('slot_collision')
  await signIn(page)
  await openItem(page, item?.title ?? '')
  await page.getByRole('radio', { name: `Cancel ${item?.title}` }).check()
  const keys: (string | undefined)[] = []
  // The first answer is lost on its way back; the server has done its work.
  await page.route('**/resolve?*', async (route) => {
    keys.push(route.request().headers()['idempotency-key'])
    const response = await route.fetch()
    if (keys.length > 1) return route.fulfill({ response })
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"conflict":' })
  })
  await reviewAndResolve(page)
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
})
