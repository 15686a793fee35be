import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const NOT_OURS = new Set(['node_modules', 'dist', 'generated', 'public', 'coverage', 'test-results'])

/** The source files under those folders of the root, with forward slashes, in order. */
export function listSources(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => below(root, folder)).sort()
}

function below(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory())
      return NOT_OURS.has(entry.name) || entry.name.startsWith('.') ? [] : below(root, path)
    return /[.]([cm]?[jt]s|tsx)$/.test(entry.name) ? [path] : []
  })
}
