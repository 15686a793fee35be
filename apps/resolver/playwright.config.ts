import { defineConfig } from '@playwright/test'

const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const { CHROMIUM_PATH } = process.env

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/start-product.ts',
  outputDir: 'test-results',
  // One product, one database: the tests resolve real conflicts, one after the other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // Set by the start of the product, before any worker reads this file.
    baseURL: process.env.RESOLVER_E2E_ADDRESS ?? '',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    video: 'off',
    // Only the tests about it: the others need not download the pages a second time.
    serviceWorkers: 'block',
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
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
