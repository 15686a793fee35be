import { lingui } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import { defineConfig } from 'vitest/config'
import { texts, translatable } from './translatable.ts'

export default defineConfig({
  plugins: [babel(translatable), lingui(texts)],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 60_000,
    setupFiles: ['test/in-english.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
})
