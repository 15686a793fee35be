import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { enter, expectGood, test, WITHOUT_MOTION } from './desk.ts'
import { stagedVisit } from './staged.ts'

test.use(WITHOUT_MOTION)

const REASON = 'The depot has no network'
const dialog = (page: Page) => page.getByRole('dialog')

async function openOverview(page: Page): Promise<void> {
  await page.goto('/admin/overview')
  await expect(page.getByRole('region', { name: 'Conflicts per sync' })).toBeVisible()
}

test('an admin follows a number to its rows, and takes all of them along', async ({ page }) => {
  await enter(page, 'admin@demo.test')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Overview' }).click()
  const tile = page.getByRole('region', { name: 'Conflicts per sync', exact: true })
  await expect(tile).toContainText('Target: below 2%')
  await tile.getByText('How it is computed, and day by day').click()
  await expect(tile.getByRole('table').getByRole('row')).toHaveCount(8)
  await expect(page.getByRole('region', { name: 'Fields with conflicts' })).toContainText('Appointment')
  await expectGood(page, 'the overview')

  await tile.getByRole('button', { name: 'Show the rows' }).click()
  await expect(dialog(page).getByRole('table').getByRole('row').nth(1)).toBeVisible()
  await expectGood(page, 'the rows behind a number')
  await page.keyboard.press('Escape')

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Syncs', exact: true }).click()
  const file = await saved
  expect(file.suggestedFilename()).toBe('syncs.csv')
  const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(head).toContain('sync_id,device_id,app_version,started_at,ended_at')
  expect(lines.length).toBeGreaterThan(5)
})

test('a timer is paused for a reason that everybody sees at the item, and goes on', async ({ page }) => {
  const { id } = await stagedVisit('Paused')
  await enter(page, 'admin@demo.test')
  await openOverview(page)
  await page.getByRole('button', { name: 'Pause a timer' }).click()
  await dialog(page).getByRole('combobox', { name: 'Kind of record' }).click()
  await page.getByRole('option', { name: 'Appointment', exact: true }).click()
  await dialog(page).getByRole('textbox', { name: 'Reason' }).fill(REASON)
  await expectGood(page, 'pausing a timer')
  await dialog(page).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByText(`: ${REASON}`)).toBeVisible()

  await page.goto(`/c/${id}`)
  await expect(page.getByRole('main').getByText(`by Maja Öberg: ${REASON}`).first()).toBeVisible()
  await openOverview(page)
  await page.getByRole('button', { name: 'Let it go on' }).click()
  await dialog(page).getByRole('button', { name: 'Let it go on' }).click()
  await expect(page.getByText('All timers are running.')).toBeVisible()
})
