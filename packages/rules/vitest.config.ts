import { defineConfig } from 'vitest/config'

/** What decides who wins is covered whole: a line that no test reaches is a rule that nobody has stated. */
const DECIDING = 'src/{strategies,handlers,merge}/**/*.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: [DECIDING],
      reporter: [['text', { skipFull: true }]],
      reportsDirectory: '.turbo/coverage',
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
})
