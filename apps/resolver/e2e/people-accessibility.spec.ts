import { expect, type Page } from '@playwright/test'
import { enter, expectNoViolations, SIZES, test } from './desk.ts'

test.use({ refused: /status of 410/ })

/** Axe, and nothing beside the screen. */
async function expectGood(page: Page, what: string): Promise<void> {
  await expectNoViolations(page, what)
  const { scrolls, shows } = await page.evaluate(() => {
    const pane = document.querySelector('main') ?? document.body
    return { scrolls: pane.scrollWidth, shows: pane.clientWidth }
  })
  expect(scrolls, what).toBeLessThanOrEqual(shows)
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of SIZES) {
    test.describe(`${colorScheme}, ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport })

      test('pages about people have no accessibility violation and fit', async ({ page }) => {
        // Ten pages and dialogs, each examined whole.
        test.slow()
        await enter(page, 'admin@demo.test')
        await page.goto('/admin')
        await expect(page.getByRole('listitem').first()).toBeVisible()
        await expectGood(page, 'members')
        const link = await inviteSomebody(page, `axe-${colorScheme}-${viewport.width}@demo.test`)

        await page.getByRole('button', { name: 'Change Ana Ortega' }).click()
        await page.getByRole('menuitem', { name: 'Change the role' }).click()
        await page.getByRole('radio', { name: 'Resolver' }).check()
        await expectGood(page, 'role')
        await page.keyboard.press('Escape')

        await page.goto('/admin/organisation')
        await page.getByRole('button', { name: 'Demote to Beta' }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await expectGood(page, 'stage')
        await page.keyboard.press('Escape')
        await expectGood(page, 'organisation')
        await page.goto('/admin/log')
        await expect(page.getByRole('listitem').first()).toBeVisible()
        await expectGood(page, 'log')
        await page.goto('/account')
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expectGood(page, 'account')
        await page.goto(link)
        await expect(page.getByRole('button', { name: /^Join / })).toBeVisible()
        await expectGood(page, 'invitation')
        await page.goto('about:blank')
        await page.goto('/invitation#of-nobody')
        await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
        await expectGood(page, 'a dead link')
      })
    })
  }
}

async function inviteSomebody(page: Page, email: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Axe Tester')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await expectGood(page, 'invite')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  await expectGood(page, 'link')
  await page.getByRole('button', { name: 'Done' }).click()
  return link
}
