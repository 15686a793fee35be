import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from '../process/child.ts'
import { ROOT } from '../process/paths.ts'
import { turbo } from '../process/turbo.ts'

const STAMP = join(ROOT, '.turbo', 'built')
const OUTPUTS = ['apps/api/dist/main.js', 'apps/resolver/dist/index.html', 'packages/client/dist/index.js']
const NOT_SOURCE = new Set(['node_modules', 'dist', 'generated', 'test', 'e2e', '.turbo', 'coverage'])

/** Builds what is stale, and returns what it did, in words. `thorough` asks turbo even when nothing seems to be. */
export async function build(signal: AbortSignal, options?: { thorough: boolean }): Promise<string> {
  const stamp = stampOfSources()
  if (!options?.thorough && isFresh(stamp)) return 'nothing has changed'
  let said = ''
  const { program, args, env } = turbo(['build', '--output-logs=errors-only'])
  const code = await runChild(program, args, { env, signal, output: (text) => (said += text) })
  signal.throwIfAborted()
  if (code !== 0) throw new Error(`${said.trim()}\n\nThe build failed; the reason is above.`)
  mkdirSync(join(ROOT, '.turbo'), { recursive: true })
  writeFileSync(STAMP, stamp)
  return 'built'
}

function isFresh(stamp: string): boolean {
  if (!OUTPUTS.every((path) => existsSync(join(ROOT, path)))) return false
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp
}

/** Names, sizes and times of the sources: reading them costs a few milliseconds, turbo a second. */
function stampOfSources(): string {
  const hash = createHash('sha256')
  for (const folder of ['packages', 'apps']) addFolder(hash, join(ROOT, folder))
  for (const file of ['package-lock.json', 'tsconfig.base.json', 'turbo.json'])
    addFile(hash, join(ROOT, file))
  return hash.digest('hex')
}

type Hash = ReturnType<typeof createHash>

function addFolder(hash: Hash, folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_SOURCE.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) addFolder(hash, path)
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) addFile(hash, path)
  }
}

function addFile(hash: Hash, path: string): void {
  const { size, mtimeMs } = statSync(path)
  hash.update(`${path} ${size} ${mtimeMs}\n`)
}
