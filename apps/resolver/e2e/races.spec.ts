/**
 * What happens around an item while it is on the screen, one row of docs/resolver.md each. Elsewhere: R3c in
 * digest.spec.ts, R4 and R4c in offline.spec.ts, R9 in appointments.spec.ts, R12 in queue.spec.ts. Not here at all:
 * R13 (a new set of rules is another build of the server; that a preview names the set it was made with, and never
 * outlives its revision, is told by the tests of the server).
 */
import { ENDPOINTS } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import { enter, reviewAndResolve, test } from './desk.ts'
import { conflictOf } from './server.ts'
import { ADMIN, PHONE, type Staged, stagedVisit } from './staged.ts'

test.use({ refused: /status of 40[139]|status of 41[02]/ })

let desk: Page

test.beforeAll(async ({ browser }) => {
  desk = await (await browser.newContext()).newPage()
  await enter(desk, 'resolver@demo.test')
})
test.afterAll(() => desk.context().close())

async function open(page: Page, item: Staged): Promise<void> {
  await page.goto(`/c/${item.id}`)
  await expect(page.getByText(/^0 of 2 decided/)).toBeVisible()
}

const card = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
const side = (page: Page, field: string, name: 'Server' | 'Device') =>
  card(page, field).getByRole('radio', { name: new RegExp(`^${name}`) })

async function pickBoth(page: Page, name: 'Server' | 'Device'): Promise<void> {
  await side(page, 'Title', name).check()
  await side(page, 'Attendee phone', name).check()
}

/** Holds the next call of the page at the server's door until `first` has happened. */
async function before(page: Page, call: string, first: () => Promise<unknown>): Promise<void> {
  await page.route(
    `**/${call}?*`,
    async (route) => {
      await first()
      await route.continue()
    },
    { times: 1 },
  )
}

async function resolveInDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).click()
  const dialog = page.getByRole('dialog', { name: 'Check the result' })
  await expect(dialog.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
}

const SERVER = { choices: { title: { pick: 'server' }, attendee_phone: { pick: 'server' } } }
const DEVICE = { choices: { title: { pick: 'client' }, attendee_phone: { pick: 'client' } } }

test('R1: two resolve at once: the first counts, the second keeps what they had picked', async () => {
  const item = await stagedVisit('R1')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  await before(desk, 'resolve', () => item.decide(ADMIN, SERVER))
  await resolveInDialog(desk)
  await expect(desk.getByText('Maja Öberg resolved this first')).toBeVisible()
  await expect(desk.getByText('R1, phone').first()).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Copy my picks' })).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Let their result stand' })).toBeFocused()
  expect((await conflictOf(item.id)).resolution?.by).toBe(ADMIN)
})

test('R1: both chose the same: it is said, and nothing is asked', async () => {
  const item = await stagedVisit('R1 same')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  await item.decide(ADMIN, DEVICE)
  await expect(desk.getByText('Maja Öberg was first, and you both chose the same')).toBeVisible()
})

test('R2: the record changes while it is open: what moved is asked again, the rest stays', async () => {
  const item = await stagedVisit('R2')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  await item.office({ title: 'R2, office again' })
  await expect(desk.getByText('This item has changed since you opened it')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Review' })).toBeDisabled()
  await desk.getByRole('button', { name: 'Update and keep my picks' }).click()
  await expect(side(desk, 'Attendee phone', 'Device')).toBeChecked()
  await expect(card(desk, 'Title').getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(desk.getByText('Server title was R2, office, is now R2, office again.')).toBeVisible()
  await side(desk, 'Title', 'Server').check()
  await reviewAndResolve(desk)
})

test('R2b: it changes between preview and commit: nothing is sent, and the preview is made again', async () => {
  const item = await stagedVisit('R2b')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  await before(desk, 'resolve', () => item.office({ location: 'Second floor' }))
  await resolveInDialog(desk)
  await expect(desk.getByText('This item has changed since you opened it')).toBeVisible()
  expect((await conflictOf(item.id)).state).toBe('open')
  await desk.getByRole('button', { name: 'Update and keep my picks' }).click()
  const dialog = desk.getByRole('dialog', { name: 'Check the result' })
  await expect(dialog.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect(desk.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
})

test('R2c: both sides come to say the same: nobody is asked any longer', async () => {
  const item = await stagedVisit('R2c')
  await open(desk, item)
  await side(desk, 'Title', 'Server').check()
  await item.office({ title: 'R2c, phone', attendee_phone: '+49 30 300' })
  await expect(desk.getByText('The question has answered itself')).toBeVisible()
  await expect(desk.getByRole('heading', { name: /^No longer in conflict/ })).toBeVisible()
})

test('R4b: the answer is lost on its way back: the same decision takes effect once', async () => {
  const item = await stagedVisit('R4b')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  const keys: (string | undefined)[] = []
  await desk.route('**/resolve?*', async (route) => {
    keys.push(route.request().headers()['idempotency-key'])
    const response = await route.fetch()
    if (keys.length > 1) return route.fulfill({ response })
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"conflict":' })
  })
  await reviewAndResolve(desk)
  await desk.unroute('**/resolve?*')
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
  const { history } = await conflictOf(item.id)
  expect(history.filter(({ type }) => type === 'resolved')).toHaveLength(1)
})

test('R5: pressed twice, it is sent once', async () => {
  const item = await stagedVisit('R5')
  await open(desk, item)
  await pickBoth(desk, 'Server')
  let sent = 0
  const count = (): void => {
    sent += 1
  }
  desk.on('request', (request) => (request.url().includes('/resolve?') ? count() : undefined))
  await desk.getByRole('button', { name: 'Review' }).click()
  const dialog = desk.getByRole('dialog', { name: 'Check the result' })
  await expect(dialog.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).dblclick()
  await expect(desk.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
  expect(sent).toBe(1)
})

test('R5b: the news of a decision comes before its answer: nothing is said of it', async () => {
  const item = await stagedVisit('R5b')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  const alerts: string[] = []
  await desk.exposeFunction('hear', (alert: string) => alerts.push(alert))
  await desk.evaluate(noteAlerts)
  await desk.route(
    '**/resolve?*',
    async (route) => {
      const news = desk.waitForResponse((response) => new URL(response.url()).pathname.endsWith(item.id))
      const answer = await route.fetch()
      await news
      await desk.evaluate(twoFrames)
      await route.fulfill({ response: answer })
    },
    { times: 1 },
  )
  await resolveInDialog(desk)
  await expect(desk.getByText('Resolved by you').first()).toBeVisible()
  expect(alerts).toEqual([])
})

/** In the page: what comes up as an alert. */
function noteAlerts(): void {
  const { hear } = window as unknown as { readonly hear: (alert: string) => void }
  new MutationObserver(() => {
    for (const alert of document.querySelectorAll('[role="alert"]')) hear(alert.textContent)
  }).observe(document.body, { childList: true, subtree: true })
}

/** In the page: until what has just been read is on the screen. */
const twoFrames = (): Promise<unknown> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

test('R6: two tabs of one person show the same picks', async () => {
  const item = await stagedVisit('R6')
  const other = await desk.context().newPage()
  await open(desk, item)
  await open(other, item)
  await side(desk, 'Title', 'Device').check()
  await expect(side(other, 'Title', 'Device')).toBeChecked()
  await expect(other.getByText('Your picks were changed in another tab')).toBeVisible()
  await side(other, 'Title', 'Server').check()
  await expect(side(desk, 'Title', 'Server')).toBeChecked()

  // Decided in one, nothing of it is kept by the other: asked again, it begins anew.
  await side(desk, 'Attendee phone', 'Server').check()
  await expect(side(other, 'Attendee phone', 'Server')).toBeChecked()
  await reviewAndResolve(desk)
  await expect(other.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
  for (const tab of [desk, other]) await tab.goto('/history')
  await item.undo(ADMIN)
  await open(other, item)
  await expect(other.getByText(/^Your picks /)).toHaveCount(0)
  await other.close()
})

test('R11: the session ends before the commit: signed in again in place, the same decision is sent', async () => {
  const item = await stagedVisit('R11')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  const keys: (string | undefined)[] = []
  desk.on('request', (request) => {
    if (request.url().includes('/resolve?')) keys.push(request.headers()['idempotency-key'])
  })
  await desk.getByRole('button', { name: 'Review' }).click()
  const dialog = desk.getByRole('dialog', { name: 'Check the result' })
  await expect(dialog.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await endSession(desk)
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
  const again = desk.getByRole('dialog', { name: 'Sign in again' })
  await expect(desk.getByText('Your decision is kept')).toBeVisible()
  await again.getByRole('textbox', { name: 'Password' }).fill('demo')
  await again.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(desk.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
  expect(keys.length).toBeGreaterThan(1)
  expect(new Set(keys).size).toBe(1)
  const { history } = await conflictOf(item.id)
  expect(history.filter(({ type }) => type === 'resolved')).toHaveLength(1)
})

test('R11: the session ends, and somebody else is there: nothing of the first is left', async () => {
  const item = await stagedVisit('R11 left')
  await open(desk, item)
  await pickBoth(desk, 'Device')
  await endSession(desk)
  await desk.getByRole('button', { name: 'Review' }).click()
  await desk.getByRole('button', { name: 'Sign in as somebody else' }).click()
  await expect(desk.getByRole('button', { name: PHONE })).toBeVisible()
  expect(await desk.evaluate(() => localStorage.getItem('dartwing-refresh'))).toBeNull()
  await enter(desk, PHONE)
  await expect(desk.getByRole('button', { name: /^Account: Ana Ortega/ })).toBeVisible()
  expect((await conflictOf(item.id)).state).toBe('open')
})

/** As if it had been ended elsewhere: the page does not know. */
async function endSession(page: Page): Promise<void> {
  const refresh_token = await page.evaluate(() => localStorage.getItem('dartwing-refresh'))
  const answer = await page.request.post(ENDPOINTS.logout, { data: { refresh_token } })
  expect(answer.ok()).toBe(true)
}
