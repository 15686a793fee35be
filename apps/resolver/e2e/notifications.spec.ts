/**
 * News for a person: the list, and a message for a browser that has no page open. The push services of the vendors are
 * out of reach here: the message goes to one of the test's own, which decrypts it as a browser does, and what it
 * decrypted is handed to the real service worker.
 */
import { ENDPOINTS, pushSubscriptionReceipt } from '@dartwing/protocol'
import { type CDPSession, expect, type Page } from '@playwright/test'
import { asOwner } from '../../../tooling/testkit/src/as-owner.ts'
import {
  type PushBrowser,
  type PushReceiver,
  startPushReceiver,
} from '../../../tooling/testkit/src/push-receiver.ts'
import { decisionsOn, enter, expectDesk, expectGood, test, WITHOUT_MOTION } from './desk.ts'
import { conflictOf, get, ORG, post } from './server.ts'
import { PHONE, stagedVisit } from './staged.ts'

test.use(WITHOUT_MOTION)
test.use({
  serviceWorkers: 'allow',
  permissions: ['notifications'],
  viewport: { width: 390, height: 800 },
  hasTouch: true,
  // The browser of a test has no profile, and says that it takes part in no push service.
  refused: /does not support the Push API in incognito mode/,
})

let receiver: PushReceiver
test.beforeAll(async () => {
  receiver = await startPushReceiver(Number(new URL(process.env.RESOLVER_E2E_PUSH ?? '').port))
})
test.afterAll(() => receiver.close())

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ })

/** The only message there is for this browser, without the time in which others would join it. */
async function delivered(browser: PushBrowser): Promise<string> {
  const now = `UPDATE graphile_worker._private_jobs SET run_at = now() WHERE task_id =
    (SELECT id FROM graphile_worker._private_tasks WHERE identifier = $1)`
  await expect
    .poll(async () => {
      await asOwner(process.env.RESOLVER_E2E_DATA ?? '', now, ['notifications.push'])
      return receiver.of(browser).length
    })
    .toBe(1)
  return receiver.of(browser)[0]?.text ?? ''
}

async function workerOf(page: Page): Promise<(data: string) => Promise<void>> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  // From the second visit on, the page is the worker's.
  await page.reload()
  await expectDesk(page)
  const session: CDPSession = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first !== undefined) resolve(first.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await registered
  const { origin } = new URL(page.url())
  return async (data) =>
    void (await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data }))
}

/** In the service worker: what a press on the notification causes there. */
const PRESS = `registration.getNotifications().then(([notification]) =>
  dispatchEvent(new NotificationEvent('notificationclick', { notification })))`

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    return ((await registration?.getNotifications()) ?? []).map(({ title, body }) => ({ title, body }))
  })

test('a technician is told of a conflict that another device made, and settles it with the thumb', async ({
  page,
}) => {
  await enter(page, PHONE)
  const deliver = await workerOf(page)
  const browser = receiver.browser()
  const asked = { ...browser.subscription, language: 'en-GB', time_zone: 'Europe/Berlin' }
  pushSubscriptionReceipt.parse(await post(PHONE, `${ENDPOINTS.pushSubscriptions}?org=${ORG}`, asked))
  const item = await stagedVisit('Told at once')
  await expect(bell(page)).toHaveAccessibleName(/, \d+ new$/)
  const message = await delivered(browser)

  // Sent twice, shown once.
  await deliver(message)
  await deliver(message)
  await expect
    .poll(() => shown(page))
    .toEqual([{ title: 'A conflict needs you', body: expect.stringMatching(`^${item.title}\nDecide by `) }])
  const [worker] = page.context().serviceWorkers()
  await worker?.evaluate(PRESS)
  await expect(page).toHaveURL(new RegExp(`/c/${item.id}$`))
  expect(await shown(page)).toEqual([])
  await expect(page.getByRole('region', { name: 'Item' }).getByText(item.title).first()).toBeVisible()

  for (const decision of await decisionsOn(page).all())
    await decision.getByRole('radio', { name: /^Server/ }).tap()
  await page.getByRole('button', { name: 'Review' }).tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve', exact: true }).tap()
  await expect(page.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
  expect((await conflictOf(item.id)).state).toBe('resolved')
})

test('the list is live, forgets nothing, and says where else one is told; nobody is asked before they ask', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const ask = Notification.requestPermission.bind(Notification)
    Notification.requestPermission = () => {
      document.documentElement.dataset.asked = 'yes'
      return ask()
    }
  })
  const item = await stagedVisit('Overruled')
  await enter(page, PHONE)
  await item.decide('resolver@demo.test', {
    choices: { title: { pick: 'server' }, attendee_phone: { pick: 'server' } },
  })
  await expect(bell(page)).toHaveAccessibleName(/, \d+ new$/)
  await bell(page).tap()
  const panel = page.getByRole('dialog', { name: 'Notifications' })
  const row = panel.getByRole('listitem').filter({ hasText: item.title }).first()
  await expect(
    row.getByRole('link', { name: 'Ravi Krishnan decided: your value was not kept' }),
  ).toBeVisible()
  await expect(row.getByRole('link', { name: 'See what was left out, and restore it' })).toBeVisible()
  await expect(bell(page)).toHaveAccessibleName('Notifications')
  await expectGood(page, 'the notifications')

  const html = page.locator('html')
  await expect(html).not.toHaveAttribute('data-asked')
  await panel.getByRole('button', { name: 'Notify me on this device' }).tap()
  await expect(html).toHaveAttribute('data-asked', 'yes')
  await panel.getByRole('link', { name: 'What you are told, and where' }).tap()

  const settings = page.getByRole('region', { name: 'Notifications' })
  const settled = settings.getByRole('switch', { name: 'Something of mine is settled' })
  await settled.tap()
  await expect(settled).not.toBeChecked()
  await expect
    .poll(() => get(PHONE, `${ENDPOINTS.notificationSettings}?org=${ORG}`))
    .toMatchObject({ muted: ['settled'] })
  await expectGood(page, 'what one is told')
})
