import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['reflect-metadata'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Only for what hangs: on a busy machine a test that starts many servers takes a minute.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // No test changes what modules share, and to load the server for each file takes longer than many of them.
    isolate: false,
    // Many wait for a process or a clock most of their time.
    maxWorkers: 4,
  },
})
