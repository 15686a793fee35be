import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { build, type Plugin } from 'vite'

/** The phones of /device and their database are large and a demonstration: they are read when they are opened. */
const NOT_KEPT = /(^|\/)(sqlite3|worker|device-page)[^/]*$|\.wasm$|^service-worker\.js$/
const HASHED = /^assets\//

interface Entry {
  readonly url: string
  /** null: the name says it. */
  readonly revision: string | null
}

/** Builds src/service-worker beside the pages, with the list of what they consist of. */
export const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  async writeBundle({ dir }) {
    if (dir === undefined) return
    await build({
      configFile: false,
      logLevel: 'error',
      define: { BUILT_FILES: JSON.stringify(await builtFiles(dir)) },
      publicDir: false,
      build: {
        outDir: dir,
        emptyOutDir: false,
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: {
          input: join(import.meta.dirname, 'src/service-worker/service-worker.ts'),
          output: { format: 'iife', entryFileNames: 'service-worker.js' },
        },
      },
    })
  },
}

async function builtFiles(dir: string): Promise<Entry[]> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true })
  return found
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort()
    .map((path) => ({ path, name: relative(dir, path).split(sep).join('/') }))
    .filter(({ name }) => !NOT_KEPT.test(name))
    .map(({ path, name }) => ({ url: `/${name}`, revision: HASHED.test(name) ? null : digestOf(path) }))
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
}
