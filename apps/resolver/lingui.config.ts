import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** English is in the source; German is written into src/locales/de.po. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['<rootDir>/src'] }],
  // Line numbers would change with every edit above a text.
  format: formatter({ lineNumbers: false }),
})
