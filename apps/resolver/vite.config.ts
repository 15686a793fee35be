import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.API_ADDRESS ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // Fonts and pictures stay files: the content security policy allows no other origin, and data: only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every first visit needs comes as one file: cut into thirty, it would weigh more.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
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
