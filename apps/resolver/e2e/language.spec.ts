import { expect } from '@playwright/test'
import { expectNoViolations, test } from './desk.ts'

test.use({ locale: 'de-AT' })

test('the browser asks for German, the person for English: each is followed, and the choice is kept', async ({
  page,
}) => {
  await page.goto('/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('button', { name: 'resolver@demo.test' }).click()
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('button', { name: /^Konto: / }).click()
  await page.getByRole('menuitem', { name: 'Ihr Konto' }).click()
  await expect(page.getByRole('heading', { name: 'Dieses Gerät' })).toBeVisible()
  await expectNoViolations(page, 'account in German')

  await page.getByRole('button', { name: /^Konto: / }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'This device' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This device' })).toBeVisible()
})
