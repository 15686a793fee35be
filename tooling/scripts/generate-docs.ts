/**
 * Writes the documents that are derived from the code: docs/problems.md and docs/strategy-table.md.
 * With --check it writes nothing, and fails when they are not what the code says.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemsPage } from './docs/problems-page.ts'
import { strategyPage } from './docs/strategy-page.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const isCheck = process.argv.includes('--check')

const pages = { 'docs/problems.md': problemsPage(), 'docs/strategy-table.md': strategyPage() }
const stale = Object.entries(pages).filter(([path, text]) => readPage(path) !== text)

for (const [path, text] of stale) {
  if (isCheck) console.error(`${path} is not what the code says: run \`npm run generate:docs\``)
  else {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
    console.log(`${path} written`)
  }
}
if (stale.length === 0) console.log('The generated documents are current.')
if (isCheck && stale.length > 0) process.exitCode = 1

function readPage(path: string): string | undefined {
  const file = join(ROOT, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
