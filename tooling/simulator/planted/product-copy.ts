import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, whose built code is lived with; another folder laid out like it may be named. */
export const ROOT =
  process.env.SIMULATED_PRODUCT ?? fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')
const PARTS = ['apps/api', 'packages/rules', 'packages/protocol', 'packages/client']
const NEEDED = ['dist', 'package.json', 'prisma']

/** A place in the built code, and what stands there instead. */
export interface Place {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/**
 * A copy of the built product inside node_modules, where its packages find each other's copies first and
 * everything else where it always is. The repository's own files are never touched.
 */
export function copyProduct(name: string): {
  readonly root: string
  plant(place: Place): void
  remove(): void
} {
  const root = join(ROOT, 'node_modules', '.simulator', name)
  rmSync(root, { recursive: true, force: true })
  mkdirSync(join(root, 'node_modules', '@dartwing'), { recursive: true })
  for (const part of PARTS) {
    cpSync(join(ROOT, part), join(root, part), {
      recursive: true,
      filter: (from) =>
        from === join(ROOT, part) || NEEDED.some((kept) => from.startsWith(join(ROOT, part, kept))),
    })
    const [, called = ''] = part.split('/')
    symlinkSync(join('..', '..', part), join(root, 'node_modules', '@dartwing', called), 'dir')
  }
  return {
    root,
    plant: ({ file, find, replace }) => {
      const path = join(root, file)
      const text = readFileSync(path, 'utf8')
      const count = text.split(find).length - 1
      if (count !== 1) throw new Error(`${file} has ${count} places like: ${find}`)
      writeFileSync(
        path,
        text.replace(find, () => replace),
      )
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
