import { expect } from '@playwright/test'
import { enter, test } from './desk.ts'

test.use({ refused: /status of 401/ })

test("one's own password: the current one is asked for, then other sign-ins end", async ({
  page,
  browser,
}) => {
  const other = await (await browser.newContext()).newPage()
  await enter(other, 'tech.b@demo.test')
  await enter(page, 'tech.b@demo.test')
  await page.goto('/account')
  await expect(page.getByRole('heading', { level: 1, name: 'Benoît Lefèvre' })).toBeVisible()

  const change = page.getByRole('button', { name: 'Change the password' })
  await page.getByRole('textbox', { name: 'Current password' }).fill('not this one')
  await page.getByRole('textbox', { name: 'New password' }).fill('short')
  await expect(page.getByText('3 more characters')).toBeVisible()
  await expect(change).toBeDisabled()
  await page.getByRole('textbox', { name: 'New password' }).fill('a lamp in the harbour')
  await change.click()
  await expect(page.getByRole('alert')).toHaveText('The current password is wrong.')

  await page.getByRole('textbox', { name: 'Current password' }).fill('demo')
  await change.click()
  await expect(page.getByText('The password is changed.')).toBeVisible()
  await other.getByRole('link', { name: 'Resolved' }).click()
  await expect(other.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await other.context().close()

  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Benoît Lefèvre' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
})
