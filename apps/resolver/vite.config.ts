import { execFileSync } from 'node:child_process'
import { lingui } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { checkShownParts, onlyShownParts } from './mantine-styles.ts'
import { serviceWorker } from './service-worker.ts'
import { texts, translatable } from './translatable.ts'

const api = process.env.API_ADDRESS ?? 'http://127.0.0.1:3000'

/** Every text of the sources is in src/locales before they are compiled: a build sends only their ids. */
const collectTexts: Plugin = {
  name: 'collect-texts',
  apply: 'build',
  buildStart() {
    execFileSync('lingui', ['extract', '--clean'], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  },
}

export default defineConfig({
  plugins: [
    collectTexts,
    babel(translatable),
    react(),
    lingui({ ...texts, failOnMissing: true }),
    checkShownParts,
    serviceWorker,
  ],
  css: { postcss: { plugins: [onlyShownParts] } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Fonts and pictures stay files: the content security policy allows no other origin, and data: only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every first visit needs comes as one file: cut into thirty, it would weigh more.
        // What several later parts need is one file too, so that the queue does not wait behind fifty small ones.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'shared', minShareCount: 5 },
          ],
        },
      },
      treeshake: {
        // The shared packages only declare things; what the app does not name must not be sent to a phone.
        moduleSideEffects: [{ test: /packages\/(rules|protocol)\/dist\//, sideEffects: false }],
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': api,
      '/health': api,
      '/socket.io': { target: api, ws: true },
    },
  },
})
