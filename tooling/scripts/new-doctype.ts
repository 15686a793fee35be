/** `npm run new:doctype -- "Work Permit" --area operations`: a DocType's file and its line in the list. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { AREAS } from '@dartwing/rules'
import { scaffoldDocType } from './doctype/scaffold.ts'

const DOCTYPES = join(import.meta.dirname, '../../packages/rules/src/doctypes')

try {
  const { values, positionals } = parseArgs({ options: { area: { type: 'string' } }, allowPositionals: true })
  const area = AREAS.find((known) => known === values.area)
  const [name] = positionals
  if (name === undefined || area === undefined) {
    throw new Error(`Use: npm run new:doctype -- "Work Permit" --area ${AREAS.join('|')}`)
  }
  const list = join(DOCTYPES, 'index.ts')
  const { path, file, index } = scaffoldDocType(name, area, await readFile(list, 'utf8'))
  const target = join(DOCTYPES, path)
  if (existsSync(target)) throw new Error(`${target} is there already`)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, file)
  await writeFile(list, index)
  console.log(`Wrote packages/rules/src/doctypes/${path} and its line in the list.`)
  console.log(
    'Fill in the strategy, the fields and the rights; then: npm run format, npm run generate:docs, npm run check',
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
