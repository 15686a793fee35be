import { defineConfig } from '@playwright/test'

const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const { CHROMIUM_PATH } = process.env

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // A product and a database each (e2e/product.ts); the tests of a file resolve real conflicts, one after the other.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  // Only for what hangs: on a busy machine a page takes many times as long.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    video: 'off',
    // Only the tests about it: the others need not download the pages a second time.
    serviceWorkers: 'block',
    actionTimeout: 30_000,
    // A third of the time: a failure keeps what was on the page, and `--trace on` shows how it came about.
    trace: 'off',
    launchOptions: {
      ...(CHROMIUM_PATH === undefined ? {} : { executablePath: CHROMIUM_PATH }),
      args: [
        ...sandbox,
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
})
