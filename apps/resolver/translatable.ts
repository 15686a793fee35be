import { join } from 'node:path'

/** Babel turns the macros of Lingui into messages; nothing else passes through it. */
export const translatable = {
  include: /src\/.*\.tsx?$/,
  plugins: ['@lingui/babel-plugin-lingui-macro'],
}

/** Named, because the tools of the whole project load Vite's settings from another folder. */
export const texts = { configPath: join(import.meta.dirname, 'lingui.config.ts') }
