/** Who decided what; how one record came to be what it is; and a file of it. */
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { enter, test } from './desk.ts'

test('the history of everybody is filtered, kept as a file, and leads to a record', async ({ page }) => {
  await enter(page, 'admin@demo.test')
  await page.keyboard.press('g')
  await page.keyboard.press('y')
  const list = page.getByRole('list', { name: 'History, the newest first' })
  await expect(list.getByRole('listitem').first()).toBeVisible()

  await page.getByRole('combobox', { name: 'What' }).selectOption('Undone')
  await expect(page).toHaveURL(/what=undone/)
  await page.getByRole('combobox', { name: 'What' }).selectOption('Settled by a rule')
  await expect(list.getByText('A rule settled a change of theirs').first()).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const file = await readFile(await (await saved).path(), 'utf8')
  expect(file).toContain('at,kind,actor')
  expect(file.trim().split('\r\n').slice(1)).toHaveLength(await list.getByRole('listitem').count())
  for (const line of file.trim().split('\r\n').slice(1)) expect(line).toContain(',rule,')

  const row = list.getByRole('listitem').filter({ hasText: 'Clock In Record' }).first()
  await row.getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: /^Version/ }).first()).toBeVisible()
  await expect(page.getByText('Was in conflict').first()).toBeVisible()
  await expect(page.getByText('Left out').first()).toBeVisible()
  await page.getByRole('button', { name: 'The whole version 1', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Hide the whole version 1' })).toBeVisible()
})

test.describe('what is not there', () => {
  test.use({ refused: /status of 404/ })

  test('a record that does not exist says so', async ({ page }) => {
    await enter(page, 'reception@demo.test')
    await page.goto('/history/Ticket/TKT-nowhere')
    await expect(page.getByRole('heading', { name: 'This record is not here' })).toBeVisible()
    await page.getByRole('link', { name: 'All history' }).click()
    await page.getByRole('combobox', { name: 'What' }).selectOption('Handed on')
    await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect(page).toHaveURL(/\/history$/)
  })
})
