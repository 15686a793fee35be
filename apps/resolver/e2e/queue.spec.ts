import { addressOf, type ClaimRequest, ENDPOINTS } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import { openItem, signIn, test } from './desk.ts'
import { conflictOf, decideAs, post } from './server.ts'
import { ADMIN, stagedVisit } from './staged.ts'

const list = (page: Page) => page.getByRole('listbox', { name: 'Conflicts, nearest deadline first' })
const selected = (page: Page) => list(page).getByRole('option', { selected: true })
const active = (page: Page) => page.locator('[data-row][data-active]')

test('by keyboard alone: walk, select, clear, give to somebody; then filter by it', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(list(page)).toBeFocused()
  await expect(active(page)).toHaveAttribute('aria-posinset', '2')
  await expect(list(page)).toHaveAttribute(
    'aria-activedescendant',
    (await active(page).getAttribute('id')) ?? 'none',
  )
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+x')
  await expect(selected(page)).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(selected(page)).toHaveCount(0)

  const title = await active(page).getAttribute('data-row')
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: 'Who should decide?' })
  await dialog.getByRole('radio', { name: 'Maja Öberg' }).check()
  await dialog.getByRole('button', { name: 'Give to Maja Öberg' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Given to Maja Öberg').first()).toBeVisible()
  expect((await conflictOf(title ?? '')).assignee?.name).toBe('Maja Öberg')

  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByRole('combobox', { name: 'Given to' }).selectOption({ label: 'Maja Öberg' })
  await expect(page).toHaveURL(/assignee=[0-9a-f-]{36}/)
  await expect(list(page).getByRole('option')).toHaveCount(1)
  await expect(list(page).getByRole('option')).toHaveAttribute('aria-setsize', '1')
  await page.reload()
  await expect(list(page).getByRole('option')).toHaveCount(1)
  await page.getByRole('combobox', { name: 'Given to' }).selectOption({ label: 'Me' })
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await expect(list(page).getByRole('option').first()).toBeVisible()
})

test('single keys can be switched off; what they did is still there by name', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('?')
  await page.getByRole('switch', { name: 'Single keys' }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await list(page).focus()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toHaveAttribute('aria-posinset', '1')
  await expect(selected(page)).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Go to' }).fill('Select the item')
  await page.keyboard.press('Enter')
  await expect(selected(page)).toHaveCount(1)
})

test('the simple list is plain links, and is remembered', async ({ page }) => {
  await signIn(page)
  await page.getByRole('button', { name: 'Simple list' }).click()
  const first = page
    .getByRole('region', { name: /^Conflicts/ })
    .getByRole('link')
    .first()
  await expect(first).toHaveAttribute('href', /\/c\//)
  await page.reload()
  await expect(first).toBeVisible()
  await page.keyboard.press('j')
  await expect(first).toBeFocused()
  await expect(list(page)).toHaveCount(0)
})

test('of what a rule has settled nobody is told who looks at it', async ({ page }) => {
  await signIn(page)
  let claims = 0
  page.on('request', (request) => {
    if (request.url().includes('/claim')) claims += 1
  })
  await page.getByRole('link', { name: /^By rules/ }).click()
  await list(page).getByRole('option').first().click()
  await expect(page.getByRole('heading', { name: 'Settled by a rule' })).toBeVisible()
  expect(claims).toBe(0)
  await page.getByRole('link', { name: /^Team/ }).click()
  await list(page).getByRole('option').first().click()
  await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
  await expect.poll(() => claims).toBeGreaterThan(0)
})

test('what an address asks that there is not is left out of what is asked', async ({ page }) => {
  await signIn(page)
  const asked = page.waitForRequest((request) => request.url().includes('/api/conflicts?'))
  await page.goto('/inbox?view=nonsense&kind=nonsense&org=ORG-OTHER&limit=-1&q=Boiler')
  expect(new URL((await asked).url()).search).toBe('?org=ORG-DEMO&q=Boiler&view=team&limit=100')
  await expect(list(page).getByRole('option', { name: /Boiler service report/ })).toBeVisible()
})

test('who is looking is shown in the queue and on the item; taking over tells the other', async ({
  page,
}) => {
  const { id, title } = await stagedVisit('Looked at by two')
  const row = list(page).getByRole('option', { name: title })
  const elsewhere = (claim: ClaimRequest) =>
    post(ADMIN, addressOf(ENDPOINTS.conflictClaim, { id }), { page: 'elsewhere', ...claim })
  await signIn(page)
  await page.getByRole('searchbox', { name: 'Search the queue' }).fill(title)
  await elsewhere({})
  await expect(row.getByText('Maja Öberg is looking')).toBeVisible()
  await elsewhere({ deciding: true })
  await expect(row.getByText('Maja Öberg is deciding')).toBeVisible()

  await openItem(page, title)
  await expect(page.getByRole('status').getByText('Maja Öberg is deciding')).toBeVisible()
  await page.getByRole('button', { name: 'Take over' }).click()
  await expect(page.getByRole('status').getByText('Maja Öberg is looking')).toBeVisible()
  const choice = page.getByRole('radio', { name: /^Device/ }).first()
  await choice.check()
  await elsewhere({ deciding: true, take_over: true })
  await expect(page.getByRole('alert').getByText('Maja Öberg has taken this over.')).toBeVisible()
  await expect(choice).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(row.getByText(/^You have decided 1 of 2/)).toBeVisible()
})

test('R12: of many resolved alike, those that have changed meanwhile need a look and stay selected', async ({
  page,
}) => {
  const items = [await stagedVisit('Alike, one'), await stagedVisit('Alike, two')]
  await signIn(page)
  await page.getByRole('button', { name: 'Simple list' }).click()
  for (const { title } of items) {
    await page
      .getByRole('checkbox', { name: `Select ${title}` })
      .first()
      .check()
  }
  await page.getByRole('button', { name: 'Resolve like this…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Resolve 2 items like this' })
  await dialog.getByRole('radio', { name: /^Server/ }).check()
  const resolve = dialog.getByRole('button', { name: 'Resolve 2 items' })
  await expect(resolve).toBeEnabled()

  await decideAs(ADMIN, items[0]?.id ?? '', 'client')
  await resolve.click()
  await expect(dialog.getByText('1 resolved. 1 needs a look: it is still selected.')).toBeVisible()
  await expect(dialog.getByText('Somebody else has resolved it.')).toBeVisible()
  expect((await conflictOf(items[1]?.id ?? '')).state).toBe('resolved')
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 selected')).toBeVisible()
})
