/** Without a network: R4, R4c, and what stays on the device; and R14, a new version of the pages. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { decisionsOn, openItem, signIn, test } from './desk.ts'
import { conflictOf, decideAs, openConflicts } from './server.ts'
import { stagedVisit } from './staged.ts'

test.use({ serviceWorkers: 'allow', refused: /Failed to load resource|ERR_INTERNET_DISCONNECTED/ })

async function pagesAreKept(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
}

/** Reads an item while online, so that there is a copy of it, and goes out of reach. */
async function openAndGoOffline(page: Page, title: string): Promise<void> {
  await openItem(page, title)
  await page.context().setOffline(true)
  await expect(page.getByText('Offline', { exact: true })).toBeVisible()
}

async function pickServerEverywhere(page: Page): Promise<void> {
  for (const card of await decisionsOn(page).all()) await card.getByRole('radio', { name: /^Server/ }).check()
}

async function resolveOffline(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).click()
  const dialog = page.getByRole('dialog', { name: 'Check the result' })
  await expect(dialog.getByText('You are offline')).toBeVisible()
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect(page.getByText('Will be sent when you are online')).toBeVisible()
}

const sending = (page: Page) => page.getByRole('button', { name: '1 decision to send' })

/** Newer browsers keep the line cut over a reload, and forget to tell the new page, as no real one does. */
async function reloadOffline(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let isOnline = false
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => isOnline })
    window.addEventListener('online', () => {
      isOnline = true
    })
  })
  await page.reload()
}

test('R4: decided offline, kept over a reload, sent once when back', async ({ page }) => {
  const item = await stagedVisit('Sent later')
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/resolve?')) sent.push(request.headers()['idempotency-key'] ?? '')
  })
  await signIn(page)
  await pagesAreKept(page)
  await openAndGoOffline(page, item.title)
  await pickServerEverywhere(page)
  await resolveOffline(page)
  await expect(sending(page)).toBeVisible()

  // The page, the person, the item and the decision are all on the device.
  await reloadOffline(page)
  await expect(page.getByText('Will be sent when you are online')).toBeVisible()
  await expect(page.getByText(/^It is kept on this device\. The deadline is still /)).toBeVisible()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByText('Will be sent when you are online')).toBeHidden()
  await resolveOffline(page)
  await page.getByRole('link', { name: 'Dartwing Resolver, inbox' }).click()
  await expect(page.getByText(/This list is from /)).toBeVisible()
  await expect(page.getByRole('option', { name: item.title }).first()).toBeVisible()
  expect(sent).toEqual([])

  await page.context().setOffline(false)
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(page.getByText('Sent and resolved')).toBeVisible()
  await expect(sending(page)).toBeHidden()
  expect(sent).toHaveLength(1)
  expect(await conflictOf(item.id)).toMatchObject({ state: 'resolved', resolved_by: 'resolver@demo.test' })

  await page.getByRole('button', { name: /^Account: / }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  expect(await page.evaluate(keptHere)).toEqual({ rows: 0, names: [] })
})

test('R4c: somebody was first: the decision is not forced, and the picks are kept', async ({ page }) => {
  const item = await stagedVisit('Too late')
  await signIn(page)
  await openAndGoOffline(page, item.title)
  await pickServerEverywhere(page)
  await resolveOffline(page)
  await page
    .getByRole('link', { name: 'Back to the queue' })
    .or(page.getByRole('link', { name: 'Dartwing Resolver, inbox' }))
    .first()
    .click()
  await decideAs('admin@demo.test', item.id, 'client')

  await page.context().setOffline(false)
  await page.getByRole('button', { name: '1 needs another look' }).click()
  const list = page.getByRole('dialog', { name: 'Your decisions on their way' })
  await expect(list.getByText('Someone else decided it first.')).toBeVisible()
  await list.getByRole('link', { name: 'Look at it' }).click()
  await expect(page.getByText(/resolved this first$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy my picks' })).toBeVisible()
  await expect(page.getByRole('button', { name: '1 needs another look' })).toBeHidden()

  // Nor are they lost to a page that knows the item only as it is now.
  await page.reload()
  await expect(page.getByText(/resolved this first$/)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Server, Too late, office' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy my picks' })).toBeVisible()
  expect(await conflictOf(item.id)).toMatchObject({ resolved_by: 'admin@demo.test' })
})

const BUILT_WORKER = join(import.meta.dirname, '../dist/service-worker.js')

test('R14: a new version waits until the person agrees, and their picks are back', async ({ page }) => {
  const [item] = await openConflicts('field_conflict')
  await signIn(page)
  await pagesAreKept(page)
  await openItem(page, item?.title ?? '')
  const choice = page.getByRole('radio', { name: /^Device/ }).first()
  await choice.check()
  const built = await readFile(BUILT_WORKER, 'utf8')
  try {
    await writeFile(BUILT_WORKER, `${built}\n// another build\n`)
    await page.reload()
    await expect(choice).toBeChecked()
    const news = page.getByRole('alert').filter({ hasText: 'There is a new version' })
    await news.getByRole('button', { name: 'Reload' }).click()
    await expect(news).toBeHidden()
    await expect(choice).toBeChecked()
    const waiting = () => navigator.serviceWorker.getRegistration().then((one) => one?.waiting ?? null)
    expect(await page.evaluate(waiting)).toBeNull()
  } finally {
    await writeFile(BUILT_WORKER, built)
  }
})

/** In the page: how much is kept in its databases, and under which names in its storage. */
async function keptHere(): Promise<{ rows: number; names: string[] }> {
  let rows = 0
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined || !/^dartwing-(drafts|outbox|copies)$/.test(name)) continue
    rows += await new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const [store = ''] = opening.result.objectStoreNames
        const counting = opening.result.transaction(store).objectStore(store).count()
        counting.onerror = () => reject(counting.error)
        counting.onsuccess = () => resolve(counting.result)
      }
    })
  }
  return { rows, names: Object.keys(localStorage).filter((key) => /refresh|person|org$/.test(key)) }
}
