/**
 * Every state that somebody can meet, by day, wide and from left to right, and by night, narrow and from right to left. The
 * digest, the phones and an item whose deadline was first are in the tests that bring them about.
 */
import { randomUUID } from 'node:crypto'
import { addressOf, ENDPOINTS } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import {
  enter,
  expectGood,
  expectNoViolations,
  reviewAndResolve,
  signIn,
  test,
  WITHOUT_MOTION,
} from './desk.ts'
import { openConflicts, post } from './server.ts'
import { ADMIN, OFFICE, PHONE, type Staged, staged, stagedVisit, upload } from './staged.ts'

test.use(WITHOUT_MOTION)
test.use({
  refused: /status of 4(01|04|09|10|12)|net::ERR_(FAILED|INTERNET_DISCONNECTED)|Invalid time zone/,
})
// Each is a walk through many states, examined twice each.
test.describe.configure({ timeout: 180_000 })

const dialog = (page: Page) => page.getByRole('dialog')
const review = (page: Page) => page.getByRole('button', { name: 'Review' })
const device = (page: Page, field: string) =>
  page.getByRole('group', { name: field, exact: true }).getByRole('radio', { name: /^Device/ })

/** Looks at what a press opens, and closes it again. */
async function expectGoodAfter(page: Page, key: string, what: string): Promise<void> {
  await page.keyboard.press(key)
  await expect(dialog(page)).toBeVisible()
  await expectGood(page, what)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
}

async function open(page: Page, item: Staged): Promise<void> {
  await page.goto(`/c/${item.id}`)
  await expect(review(page)).toBeVisible()
}

async function pickDevice(page: Page): Promise<void> {
  await device(page, 'Title').check()
  await device(page, 'Attendee phone').check()
}

test('before signing in', async ({ page }) => {
  await page.goto('/sign-in/callback')
  await expect(page.getByRole('heading', { name: 'That took too long' })).toBeVisible()
  await expectGood(page, 'a sign-in elsewhere that failed')
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'resolver@demo.test' }).click()
  await page.getByRole('textbox', { name: 'Password' }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expectGood(page, 'a wrong password')
  await page.goto('/invitation#of-nobody')
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
  await expectGood(page, 'a dead link')
})

test('the queue: rows, filters, dialogs, nothing found, no connection', async ({ page }) => {
  await signIn(page)
  await page.getByRole('button', { name: 'Filters' }).click()
  await expect(page.getByRole('combobox', { name: 'Given to' })).toBeVisible()
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
  await expect(page.getByText('2 selected')).toBeVisible()
  await expectGood(page, 'rows, filters, a selection')
  await page.keyboard.press('Shift+R')
  await dialog(page)
    .getByRole('radio', { name: /^Server/ })
    .check()
  await expect(dialog(page).getByRole('table')).toBeVisible()
  await expectGood(page, 'many at once')
  await page.keyboard.press('Escape')
  await expectGoodAfter(page, 'a', 'give to somebody')
  await expectGoodAfter(page, 't', 'more time')
  await expectGoodAfter(page, '?', 'all keys')
  await expectGoodAfter(page, 'Control+k', 'all commands')
  await page.getByRole('button', { name: /^Account/ }).click()
  await expectGood(page, 'the menu')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Simple list' }).click()
  await expectGood(page, 'the simple list')
  await page.getByRole('searchbox', { name: 'Search the queue' }).fill('nothing like this')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await expectGood(page, 'nothing matches')
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await page.context().setOffline(true)
  await expect(page.getByText(/This list is from /)).toBeVisible()
  await expectGood(page, 'offline')
  await page.context().setOffline(false)
  await expect(page.getByText(/This list is from /)).toHaveCount(0)
  await page.route(/view=resolved/, (route) => route.abort())
  await page.getByRole('link', { name: /^Resolved/ }).click()
  await expect(page.getByRole('heading', { name: 'The queue could not be read' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page.locator('a[href^="/c/"]')).toHaveCount(0)
  await expectGood(page, 'a view that can not be read')
  await page.unroute(/view=resolved/)
  // The page asks by itself too, when its connection is back or its width has changed: then there is no such button.
  await page.getByRole('button', { name: 'Try again' }).evaluateAll((buttons) => {
    for (const button of buttons) if (button instanceof HTMLElement) button.click()
  })
  await expect(page.getByRole('heading', { name: 'The queue could not be read' })).toHaveCount(0)
})

test('an item of each kind', async ({ page }) => {
  await signIn(page)
  const kinds = ['field_conflict', 'slot_collision', 'signature_review', 'delete_edit'] as const
  for (const kind of kinds) {
    const [item] = await openConflicts(kind)
    await page.goto(`/c/${item?.id}`)
    await expect(page.getByRole('heading', { level: 1, name: item?.headline ?? '' })).toBeVisible()
    await expect(review(page)).toBeVisible()
    await expectGood(page, kind)
  }
})

test('an item: decided, explained, changed meanwhile, resolved, undone, taken', async ({ page }) => {
  await signIn(page)
  const item = await stagedVisit('Every state')
  const second = await stagedVisit('Every state, again')
  await open(page, item)
  const title = page.getByRole('group', { name: 'Title', exact: true })
  await title.getByRole('radio', { name: /^Custom/ }).check()
  await expectGood(page, 'a value of one’s own')
  await page.getByText('1 settled by rules').click()
  await page.getByRole('button', { name: 'Why? Notes' }).click()
  await expect(page.getByRole('dialog', { name: 'Why: Notes' })).toBeVisible()
  await expectGood(page, 'why')
  await page.keyboard.press('Escape')
  await pickDevice(page)
  await post(ADMIN, addressOf(ENDPOINTS.conflictClaim, { id: item.id }), {
    deciding: true,
    page: randomUUID(),
  })
  await item.office({ title: 'Every state, office again' })
  await expect(page.getByText('This item has changed since you opened it')).toBeVisible()
  await expectGood(page, 'changed meanwhile, and somebody else is deciding')
  await page.getByRole('button', { name: 'Update and keep my picks' }).click()
  await device(page, 'Title').check()
  await review(page).click()
  await expect(dialog(page).getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await expectGood(page, 'the preview')
  await dialog(page).getByRole('button', { name: 'Resolve and next' }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await expectGood(page, 'the message with its undo')

  await open(page, second)
  await pickDevice(page)
  await reviewAndResolve(page)
  await page.getByRole('button', { name: /something of yours missing/ }).click()
  await expect(page.getByRole('region', { name: 'This lost my data' })).toBeVisible()
  await expectGood(page, 'the result, the question, what is missing')
  await second.office({ title: 'Every state, later' })
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect(page.getByText('It was changed after this decision, so it stays')).toBeVisible()
  await expectGood(page, 'not taken back')

  const third = await stagedVisit('Every state, taken')
  await open(page, third)
  await device(page, 'Title').check()
  await third.decide(ADMIN, { choices: { title: { pick: 'server' }, attendee_phone: { pick: 'server' } } })
  await expect(page.getByText('Maja Öberg resolved this first')).toBeVisible()
  await expectGood(page, 'somebody was first')
})

test('an item that is read only, long, broken, missing or still on its way', async ({ page }) => {
  const text = (middle: string) =>
    `The boiler is in the second cellar. ${middle} ${'Bring the long ladder. '.repeat(6)}`
  const reason = (middle: string) => ({ cancellation_reason: text(middle) })
  const item = await staged({
    before: {
      title: 'Long',
      attendee_name: 'Jo Staged',
      status: 'Cancelled',
      ...reason('The key is at the desk.'),
    },
    server: reason('The key is at the bakery.'),
    device: reason('The key is under the mat.'),
  })
  await enter(page, 'resolver@demo.test')
  await open(page, item)
  await page.getByRole('radio', { name: /^Custom/ }).check()
  await page.getByRole('button', { name: 'Both' }).click()
  await expectGood(page, 'a long text')
  await page.goto(`/c/${randomUUID()}`)
  await expect(page.getByRole('heading', { name: 'This item is not here' })).toBeVisible()
  await expectGood(page, 'missing')

  let answer: () => void = () => undefined
  const isTime = new Promise<void>((resolve) => {
    answer = resolve
  })
  // A time zone that no browser knows: the item cannot be drawn.
  await page.route(`**/api/conflicts/${item.id}?*`, async (route) => {
    const response = await route.fetch()
    const detail = { ...(await response.json()), time_zone: 'Nowhere/At all' }
    await isTime
    await route.fulfill({ response, json: detail })
  })
  await page.goto(`/c/${item.id}`)
  await expect(page.getByRole('status', { name: 'Loading the item' })).toBeVisible()
  await expectGood(page, 'on its way')
  answer()
  await expect(page.getByRole('heading', { name: 'This item cannot be shown' })).toBeVisible()
  await expectGood(page, 'broken')
})

test.describe('with pages that are kept', () => {
  test.use({ serviceWorkers: 'allow' })

  test('a decision on its way, and one that needs another look', async ({ page }) => {
    await enter(page, 'resolver@demo.test')
    const item = await stagedVisit('Later')
    await open(page, item)
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.context().setOffline(true)
    await expect(page.getByText('Offline', { exact: true })).toBeVisible()
    await pickDevice(page)
    await review(page).click()
    await expect(dialog(page).getByText('You are offline')).toBeVisible()
    await expectGood(page, 'resolving offline')
    await dialog(page).getByRole('button', { name: 'Resolve', exact: true }).click()
    await expect(page.getByText('Will be sent when you are online')).toBeVisible()
    await page.getByRole('button', { name: '1 decision to send' }).click()
    await expect(dialog(page).getByText('Later')).toBeVisible()
    await expectGood(page, 'what is to be sent')
    await page.keyboard.press('Escape')
    await expectGood(page, 'an item that waits to be sent')
    await page.getByRole('link', { name: 'Dartwing Resolver, inbox' }).click()
    await item.decide(ADMIN, { choices: { title: { pick: 'server' }, attendee_phone: { pick: 'server' } } })
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '1 needs another look' }).click()
    await expect(dialog(page).getByText('Someone else decided it first.')).toBeVisible()
    await expectNoViolations(page, 'what needs another look')
  })
})

test('who decided what, one record, its versions', async ({ page }) => {
  await enter(page, ADMIN)
  await page.goto('/history')
  const list = page.getByRole('list', { name: 'History, the newest first' })
  await expect(list.getByRole('listitem').first()).toBeVisible()
  await expectGood(page, 'history')
  const item = await stagedVisit('Its history')
  await page.goto(`/history/Appointment/${item.name}`)
  await page.getByRole('button', { name: 'The whole version 1', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Hide the whole version 1' })).toBeVisible()
  await expectGood(page, 'the history of a record')

  const about = { doctype: 'Vault Document', name: `VD-${randomUUID().slice(0, 8)}` }
  const plan = (file: string, version: number) => ({ document_name: 'Roof plan', file, version })
  await upload(OFFICE, { op: 'insert', ...about, data: plan('F-0', 1) })
  await upload(OFFICE, { op: 'update', ...about, base_version: 1, data: plan('F-1', 2) })
  await upload(PHONE, { op: 'update', ...about, base_version: 1, data: plan('F-2', 2) })
  await page.goto(`/branches/Vault%20Document/${about.name}`)
  await page.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog(page)).toBeVisible()
  await expectGood(page, 'a version renamed')
  await page.keyboard.press('Escape')
  await expectGood(page, 'versions')
  await page.getByRole('button', { name: 'Make it the current version' }).click()
  await expect(dialog(page).getByText(/They differ in/)).toBeVisible()
  await expectGood(page, 'a version becomes the current one')
})

test('pages about people', async ({ page }) => {
  await enter(page, ADMIN)
  await page.goto('/admin')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Axe Tester')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('axe@demo.test')
  await expectGood(page, 'invite')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  await expectGood(page, 'link')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'axe@demo.test' })).toBeVisible()
  await expectGood(page, 'members')
  await page.getByRole('button', { name: 'Change Ana Ortega' }).click()
  await page.getByRole('menuitem', { name: 'Change the role' }).click()
  await page.getByRole('radio', { name: 'Resolver' }).check()
  await expectGood(page, 'role')
  await page.goto('/admin/organisation')
  await page.getByRole('button', { name: 'Demote to Beta' }).click()
  await expect(dialog(page)).toBeVisible()
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
})
