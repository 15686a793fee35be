import { AxeBuilder } from '@axe-core/playwright'
import { type ConsoleMessage, expect, type Locator, type Page } from '@playwright/test'
import { test as base } from './product.ts'

interface Expectations {
  /** The refusals a test provokes: the browser writes a line about each. */
  readonly refused: RegExp | null
}

/** Every page of every test: no error in the console, no exception. */
export const test = base.extend<Expectations>({
  refused: [null, { option: true }],
  page: async ({ page, refused }, use) => {
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() !== 'error' || isLateClaim(message)) return
      if (refused?.test(message.text()) !== true) errors.push(`${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => errors.push(error.message))
    await use(page)
    expect(errors, 'errors in the console').toEqual([])
  },
})

/** A word that somebody is looking, on its way while the item is decided, comes too late. */
function isLateClaim(message: ConsoleMessage): boolean {
  return message.location().url.includes('/claim') && message.text().includes('status of 409')
}

/** Also for those for whom nothing waits. */
export async function enter(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: email }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expectDesk(page)
}

export async function expectDesk(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
}

export async function signIn(page: Page, email = 'resolver@demo.test'): Promise<void> {
  await enter(page, email)
  await expect(page.getByRole('listbox', { name: 'Conflicts, nearest deadline first' })).toBeVisible()
}

export async function openItem(page: Page, title: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search the queue' }).fill(title)
  await page.getByRole('listbox').getByRole('option', { name: title }).first().click()
  await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
}

/** Shows the server's preview and resolves from there. */
export async function reviewAndResolve(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).click()
  const dialog = page.getByRole('dialog', { name: 'Check the result' })
  await expect(dialog.getByRole('heading', { name: 'Changes in the stored record' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Resolved by / })).toBeVisible()
}

/** The decisions on the page: groups that hold radios. */
export function decisionsOn(page: Page): Locator {
  return page.getByRole('group').filter({ has: page.getByRole('radio') })
}

const MODAL = '[aria-modal="true"]'

/** Every theme, every width and every direction, in two looks: a look at a state takes a second or two. */
const WAYS = [
  { colorScheme: 'light', width: 1280, dir: 'ltr' },
  { colorScheme: 'dark', width: 320, dir: 'rtl' },
] as const

/** What changes with the width changes between the two looks too: a usual phone. */
const PHONE = { width: 390, height: 800 }

/** To `test.use` where `expectGood` is called: what is still fading has not its own colours. */
export const WITHOUT_MOTION = { contextOptions: { reducedMotion: 'reduce' } } as const

/** However it is looked at: axe finds nothing, and nothing is wider than what it stands in. */
export async function expectGood(page: Page, what: string): Promise<void> {
  expect(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)).toBe(true)
  const before = page.viewportSize()
  for (const { colorScheme, width, dir } of WAYS) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.evaluate((way) => document.documentElement.setAttribute('dir', way), dir)
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    await comeToRest(page)
    const way = `${what}: ${colorScheme}, ${width} px, ${dir}`
    await expectNoViolations(page, way)
    expect(await page.evaluate(tooWide), way).toEqual([])
  }
  await page.setViewportSize(PHONE)
  expect(await page.evaluate(tooWide), `${what}: ${PHONE.width} px`).toEqual([])
  await page.emulateMedia({ colorScheme: null })
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'ltr'))
  if (before !== null) await page.setViewportSize(before)
}

/** The change of theme itself may take a moment: what is on its way has not its own colours yet. */
async function comeToRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)))
  })
}

/** In the page: what has to be scrolled sideways. */
function tooWide(): string[] {
  const frames = document.querySelectorAll('html, main, main > section, [role="dialog"]')
  return [...frames]
    .filter((frame) => frame.scrollWidth > frame.clientWidth)
    .map(
      (frame) =>
        `${frame.tagName} ${frame.getAttribute('aria-label') ?? ''} ${frame.scrollWidth - frame.clientWidth}`,
    )
}

export async function expectNoViolations(page: Page, what: string): Promise<void> {
  // There are no frames within the pages: without a page of its own axe is twice as quick.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  // What lies behind a dialog is dimmed, and was examined before it opened.
  if ((await page.locator(MODAL).count()) > 0) axe.include(MODAL)
  const { violations } = await axe.analyze()
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map((node) => `${node.html} ${node.failureSummary}`)]),
    what,
  ).toEqual([])
}
