/** The product's two pages that may grow large, as a person gets to them. */
import type { Page } from '@playwright/test'
import { bareRadios, bareRows } from './bare.ts'
import { paint, withSlowProcessor } from './paint.ts'
import type { Line } from './report.ts'

const SLOW = 4
const KEYS = 60
const PICKS = 60
const LIST = '[role="listbox"]'

export async function measureQueue(page: Page, items: number): Promise<Line[]> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'resolver@demo.test' }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('option').first().waitFor()
  await readAll(page, items)
  const rows = await page.getByRole('option').count()
  const act = { key: 'ArrowUp', times: KEYS }
  const queue = await withSlowProcessor(page, SLOW, () => paint(page, { ...act, within: LIST }))
  const bare = await page.context().newPage()
  await bareRows(bare, rows)
  const yardstick = await withSlowProcessor(bare, SLOW, () => paint(bare, { ...act, within: '#bare' }))
  await bare.close()
  return [
    { what: `queue of ${items}, one row up`, ...queue },
    { what: `${rows} bare rows, the same`, ...yardstick },
  ]
}

/** To the end, page by page, until the last row knows how many there are. */
async function readAll(page: Page, items: number): Promise<void> {
  const last = page.locator(`[role="option"][aria-posinset="${items}"]`)
  await page.getByRole('listbox').focus()
  for (let turn = 0; turn < items && !(await last.isVisible()); turn += 1) {
    const answer = page.waitForResponse(/\/api\/conflicts\?/, { timeout: 5_000 }).catch(() => null)
    await page.keyboard.press('End')
    await answer
  }
  await last.waitFor()
}

export async function measureItem(page: Page, id: string, fields: number): Promise<Line[]> {
  const from = performance.now()
  await page.goto(`/c/${id}`)
  await page.getByRole('radio').nth(fields).waitFor({ state: 'attached' })
  const openedMs = performance.now() - from
  const act = { times: PICKS }
  const item = await withSlowProcessor(page, SLOW, () =>
    paint(page, { ...act, clicks: '#item [data-unit] input[type="radio"]', within: '#item' }),
  )
  const bare = await page.context().newPage()
  await bareRadios(bare, fields)
  const yardstick = await withSlowProcessor(bare, SLOW, () =>
    paint(bare, { ...act, clicks: 'label:first-of-type input', within: '#bare' }),
  )
  await bare.close()
  return [
    { what: `item of ${fields} fields, one pick`, ...item, openedMs },
    { what: `${fields} bare groups of radios, the same`, ...yardstick },
  ]
}
