import { expect } from '@playwright/test'
import { expectNoViolations, test } from './desk.ts'
import { stagedMove } from './staged.ts'

test.use({ locale: 'de-AT' })

test('a German browser: list, item and dates are German; the choice of English is kept', async ({ page }) => {
  const { title } = await stagedMove('Kesselwartung')
  await page.goto('/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('button', { name: 'resolver@demo.test' }).click()
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  const list = page.getByRole('listbox', { name: 'Konflikte, die nächste Frist zuerst' })
  await page.getByRole('searchbox').fill(title)
  await expect(list.getByText('Zwei Fassungen').first()).toBeVisible()

  await list.getByRole('option', { name: title }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /verlegt, .+ offline auf (Mo|Di|Mi|Do|Fr|Sa|So)\., \d+\. \p{L}+\.?, \d\d:\d\d/u,
  )
  await expect(page.getByRole('group', { name: 'Datum, Uhrzeit und Dauer' })).toBeVisible()
  await expectNoViolations(page, 'an appointment in German')

  await page.getByRole('button', { name: /^Konto: / }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.getByRole('group', { name: 'Date, time and duration' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('group', { name: 'Date, time and duration' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})
