import { type BrowserContext, expect, type Page } from '@playwright/test'
import { test } from '../product.ts'
import { historyOf } from '../server.ts'
import { type Host, startHost } from './host.ts'

let host: Host
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(async () => {
  await host.stop()
})
test.beforeEach(() => host.setOnline(true))

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(host.address)
  await page.evaluate(async () => void (await window.device))
  return page
}

/** A device that is signed in and has read everything once. */
async function openDevice(context: BrowserContext): Promise<Page> {
  const page = await openTab(context)
  await page.evaluate(async () => {
    const device = await window.device
    await device.login('tech.a@demo.test', 'demo')
  })
  expect(await syncOn(page)).toBe('complete')
  return page
}

function syncOn(page: Page): Promise<string> {
  return page.evaluate(async () => (await (await window.device).sync()).ended.kind)
}

/** Makes a document, or changes the one of that name. */
function save(page: Page, subject: string, name: string | null = null): Promise<string> {
  return page.evaluate(
    async ([given, text]) =>
      (await (await window.device).queueChange('Ticket', given, { subject: text })).name,
    [name, subject] as const,
  )
}

function pendingOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => (await (await window.device).pending()).map((entry) => entry.name))
}

function subjectOn(page: Page, name: string): Promise<unknown> {
  return page.evaluate(
    async (given) => (await (await window.device).get('Ticket', given))?.data?.subject,
    name,
  )
}

/** As the operating system ends a tab: nothing gets to tidy up. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash')
  const session = await page.context().newCDPSession(page)
  session.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
}

/** The subject of every version that the server has of a document, the oldest first. */
async function subjectsOnServer(name: string): Promise<readonly unknown[]> {
  const { items } = await historyOf('Ticket', name)
  return items.map(({ changes }) => changes?.find(({ field }) => field === 'subject')?.after).reverse()
}

test('edited offline, reloaded, closed, reopened, online again: everything arrives once', async ({
  context,
}) => {
  const first = await openDevice(context)
  const name = await save(first, 'known to the server')
  expect(await syncOn(first)).toBe('complete')

  host.setOnline(false)
  await save(first, 'edited offline', name)
  const other = await save(first, 'made offline')
  expect(await syncOn(first)).toBe('unreachable')
  await first.reload()
  expect(await pendingOn(first)).toEqual([name, other])
  expect(await subjectOn(first, name)).toBe('edited offline')
  await first.close()

  const second = await openTab(context)
  expect(await pendingOn(second)).toEqual([name, other])
  await save(second, 'made offline, and edited', other)
  host.setOnline(true)
  expect(await syncOn(second)).toBe('complete')
  expect(await pendingOn(second)).toEqual([])
  expect(await syncOn(second)).toBe('complete')
  expect(await subjectsOnServer(name)).toEqual(['known to the server', 'edited offline'])
  expect((await subjectsOnServer(other)).at(-1)).toBe('made offline, and edited')
})

test('a tab that follows edits, is told, and leads when the other is closed', async ({ context }) => {
  const leader = await openDevice(context)
  const loads = host.sent.filter((file) => file.endsWith('.wasm')).length
  const follower = await openTab(context)
  expect(host.sent.filter((file) => file.endsWith('.wasm'))).toHaveLength(loads)

  const heard = follower.evaluate(async () => {
    const device = await window.device
    return new Promise<string>((resolve) => {
      device.subscribe((event) => {
        if (event.type === 'changed' && event.documents[0]) resolve(event.documents[0].name)
      })
    })
  })
  const fromFollower = await save(follower, 'by the follower')
  expect(await heard).toBe(fromFollower)
  expect(await subjectOn(leader, fromFollower)).toBe('by the follower')

  // It stops in the middle of what it was asked for; the next one is asked again.
  const syncing = syncOn(follower)
  await leader.evaluate(async () => (await window.device).close())
  expect(await syncing).toBe('complete')
  await leader.close()
  const afterwards = await save(follower, 'by the new leader')
  expect(await pendingOn(follower)).toEqual([afterwards])
  expect(await syncOn(follower)).toBe('complete')
  expect(await subjectsOnServer(fromFollower)).toEqual(['by the follower'])
  expect(await subjectsOnServer(afterwards)).toEqual(['by the new leader'])
})

test('the leader is killed while a follower writes: each write is done once', async ({ context }) => {
  const leader = await openDevice(context)
  const follower = await openTab(context)
  await follower.evaluate(async () => {
    const device = await window.device
    const writes = Array.from({ length: 60 }, (_, index) =>
      device.queueChange('Ticket', null, { subject: `burst ${index}` }),
    )
    await Promise.race(writes)
    window.writes = Promise.all(writes)
  })
  await kill(leader)
  const names = await follower.evaluate(async () => (await window.writes).map(({ name }) => name))
  expect(new Set(names).size).toBe(60)
  expect([...(await pendingOn(follower))].sort()).toEqual([...names].sort())
  expect(await syncOn(follower)).toBe('complete')
  expect(await pendingOn(follower)).toEqual([])
  for (const name of names.slice(0, 5)) expect(await subjectsOnServer(name)).toHaveLength(1)
})

test('the only tab is killed in the middle of writing: what was said to be saved is there', async ({
  context,
}) => {
  const page = await openDevice(context)
  const saved: string[] = []
  let enough: () => void = () => undefined
  const isEnough = new Promise<void>((resolve) => {
    enough = resolve
  })
  await page.exposeFunction('saved', (name: string) => {
    saved.push(name)
    if (saved.length === 10) enough()
  })
  await page.evaluate(async () => {
    const device = await window.device
    const write = (index: number): void =>
      void device.queueChange('Ticket', null, { subject: `write ${index}` }).then(({ name }) => {
        void window.saved(name)
        write(index + 1)
      })
    write(0)
  })
  await isEnough
  await kill(page)

  const again = await openTab(context)
  const pending = await pendingOn(again)
  expect(pending.slice(0, saved.length)).toEqual(saved)
  expect(new Set(pending).size).toBe(pending.length)
  const shown = await again.evaluate(async () =>
    (await (await window.device).list('Ticket')).map((document) => document.name),
  )
  expect(pending.filter((name) => !shown.includes(name))).toEqual([])
  expect(await syncOn(again)).toBe('complete')
  expect(await subjectsOnServer(saved[0] ?? '')).toEqual(['write 0'])
})

test('what the leader refuses is refused in every tab, with its code', async ({ context }) => {
  await openTab(context)
  const follower = await openTab(context)
  const codeOf = (page: Page): Promise<unknown> =>
    page.evaluate(async () =>
      window.device
        .then((device) => device.discard('not-here'))
        .catch((error: { code?: unknown }) => error.code),
    )
  expect(await codeOf(follower)).toBe('unknown_mutation')

  const stranger = await context.newPage()
  await stranger.goto(`${host.address}/?org=ORG-OTHER`)
  expect(await codeOf(stranger)).toBe('database_mismatch')
})
