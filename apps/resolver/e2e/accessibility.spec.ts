import type { ConflictKind } from '@dartwing/protocol'
import { expect } from '@playwright/test'
import { expectNoViolations, SIZES, signIn, test } from './desk.ts'
import { openConflicts } from './server.ts'

const KINDS: readonly ConflictKind[] = ['field_conflict', 'slot_collision', 'signature_review', 'delete_edit']

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of SIZES) {
    test.describe(`${colorScheme}, ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport })

      test('sign-in, queue and every kind of item have no accessibility violation', async ({ page }) => {
        await page.goto('/sign-in')
        await expect(page.getByRole('button', { name: 'resolver@demo.test' })).toBeVisible()
        await expectNoViolations(page, 'sign-in')
        await signIn(page)
        await expectNoViolations(page, 'queue')
        for (const kind of KINDS) {
          const [item] = await openConflicts(kind)
          await page.goto(`/c/${item?.id}`)
          await expect(page.getByRole('heading', { level: 1, name: item?.headline ?? '' })).toBeVisible()
          await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
          await expectNoViolations(page, kind)
        }
      })

      test('nothing is wider than the screen', async ({ page }) => {
        await signIn(page)
        for (const kind of KINDS) {
          const [item] = await openConflicts(kind)
          await page.goto(`/c/${item?.id}`)
          await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
          const { scrolls, shows } = await page
            .getByRole('region', { name: 'Item' })
            .evaluate((pane) => ({ scrolls: pane.scrollWidth, shows: pane.clientWidth }))
          expect(scrolls, kind).toBeLessThanOrEqual(shows)
          const account = await page.getByRole('button', { name: /^Account/ }).boundingBox()
          expect((account?.x ?? 0) + (account?.width ?? 0), kind).toBeLessThanOrEqual(viewport.width)
        }
      })
    })
  }
}
