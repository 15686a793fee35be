/** What was settled while somebody was away, the way back, and how the last decision went: one product, few sign-ins. */
import { expect, type Page } from '@playwright/test'
import {
  decisionsOn,
  enter,
  expectDesk,
  expectGood,
  reviewAndResolve,
  signIn,
  test,
  WITHOUT_MOTION,
} from './desk.ts'
import { historyOf, onDevice, openConflicts } from './server.ts'

test.use(WITHOUT_MOTION)

const away = (page: Page) => page.getByRole('region', { name: 'While you were away' })

test('a device that was away is told once what was not kept, and has it back with one click', async ({
  page,
}) => {
  await enter(page, 'tech.a@demo.test')
  await expect(away(page)).toBeVisible()
  await expectGood(page, 'the notice')
  await page.getByRole('button', { name: 'See what' }).click()
  const dialog = page.getByRole('dialog', { name: 'While you were away' })
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  await expectGood(page, 'the digest')
  const ticket = dialog.getByRole('listitem').filter({ hasText: 'Ticket' }).first()
  const path = await ticket.getByRole('link', { name: 'History of the record' }).getAttribute('href')
  const name = decodeURIComponent(path ?? '').replace('/history/Ticket/', '')
  const before = await onDevice('Ticket', name)
  await ticket.getByRole('button', { name: /^Restore/ }).click()
  await expect(ticket.getByText('Restored. The record has it again.')).toBeVisible()
  const after = await onDevice('Ticket', name)
  expect(after?.version).toBe((before?.version ?? 0) + 1)
  expect((await historyOf('Ticket', name)).items[0]).toMatchObject({
    op: 'update',
    author: 'tech.a@demo.test',
  })

  // The page that comes anew remembers nothing: it is the server that says nothing again.
  const asked = page.waitForResponse((response) => response.url().includes('/api/digest'))
  await page.reload()
  expect(await (await asked).json()).toMatchObject({ items: [] })
  await expectDesk(page)
  await expect(away(page)).toHaveCount(0)
})

test('after a decision one question, once; and what is missing is kept with the item', async ({ page }) => {
  await signIn(page)
  const [first] = await openConflicts('field_conflict')
  await page.goto(`/c/${first?.id}`)
  await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
  for (const decision of await decisionsOn(page).all()) await decision.getByRole('radio').first().check()
  await reviewAndResolve(page)
  const survey = page.getByRole('region', { name: 'How did that decision go?' })
  await survey.getByRole('radio', { name: 'Well', exact: true }).check()
  await survey.getByRole('textbox').fill('Clear enough.')
  await survey.getByRole('button', { name: 'Send' }).click()
  await expect(survey).toHaveCount(0)

  await page.getByRole('button', { name: /something of yours missing/ }).click()
  const report = page.getByRole('region', { name: 'This lost my data' })
  await report.getByRole('textbox').fill('The note of the morning.')
  await report.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText(/^Kept with this item and version \d+/)).toBeVisible()
})
