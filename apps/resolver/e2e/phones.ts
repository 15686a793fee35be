import { expect, type Locator, type Page } from '@playwright/test'

/** A phone brings a database engine with it, and reads all its records. */
export const OPENING_MS = 40_000

/** Signs in on a phone of the page and waits until it has read its records. */
export async function switchOn(page: Page, name: string): Promise<Locator> {
  const phone = page.getByRole('region', { name })
  await phone.getByRole('button', { name: 'Switch on' }).click({ timeout: OPENING_MS })
  await expect(phone.getByRole('status').first()).toContainText('synced at', { timeout: OPENING_MS })
  return phone
}

/** Opens the first record that a search finds. */
export async function openRecord(phone: Locator, search: string): Promise<void> {
  await phone.getByRole('searchbox', { name: 'Search the phone' }).fill(search)
  await phone.getByRole('listitem').getByRole('button').first().click()
  await expect(phone.getByRole('button', { name: 'Save on the phone' })).toBeVisible()
}
