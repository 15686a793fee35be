import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const RESULTS = 'results.json'

/** The titles of the tests that fail in these files of a package's `test` folder. */
export function failedTests(folder: string, files: readonly string[]): readonly string[] {
  const results = join(folder, RESULTS)
  rmSync(results, { force: true })
  const paths = files.map((file) => `test/${file}`)
  const args = [VITEST, 'run', ...paths, '--reporter=json', `--outputFile=${RESULTS}`]
  const { stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const found = readResults(results)
  if (!found) throw new Error(`The tests could not be run:\n${stderr}`)
  return found.testResults.flatMap((file) => {
    if (file.assertionResults.length === 0) return [`${file.name} can not be loaded`]
    return file.assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title)
  })
}

interface Results {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

function readResults(path: string): Results | undefined {
  try {
    const results: Results = JSON.parse(readFileSync(path, 'utf8'))
    return results
  } catch {
    return undefined
  }
}
