import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Mutant, withFault } from './mutant.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const LEFT_OUT = /(^|[\\/])(node_modules|dist|\.turbo)$/

export interface Copy {
  readonly folder: string
  /** Runs `work` while the copy has the fault. */
  withFault<Result>(mutant: Mutant, work: () => Result): Result
  remove(): void
}

/** A package as it is in the working tree, beside the same node_modules. */
export function makeCopy(path: string): Copy {
  const root = mkdtempSync(join(tmpdir(), 'mutants-'))
  const folder = join(root, path)
  cpSync(join(ROOT, path), folder, { recursive: true, filter: (source) => !LEFT_OUT.test(source) })
  cpSync(join(ROOT, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
  return {
    folder,
    withFault(mutant, work) {
      const file = join(folder, mutant.file)
      const source = readFileSync(file, 'utf8')
      writeFileSync(file, withFault(source, mutant))
      try {
        return work()
      } finally {
        writeFileSync(file, source)
      }
    },
    remove() {
      rmSync(root, { recursive: true, force: true })
    },
  }
}
