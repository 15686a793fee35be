import { basename, dirname } from 'node:path/posix'
import { isTest } from './file-rules.ts'
import type { Finding } from './finding.ts'

const FOLDER_FILES_MAX = 12
const DEPTH_MAX = 3
const FORBIDDEN = /^(utils?|helpers?|common|misc|general|shared|stuff)([.]|$)/i

/** What the arrangement of the files breaks. */
export function tidyFolders(paths: readonly string[]): Finding[] {
  return [...fullFolders(paths), ...deepFolders(paths), ...emptyNames(paths)]
}

function fullFolders(paths: readonly string[]): Finding[] {
  const countByFolder = new Map<string, number>()
  for (const path of paths.filter((each) => !isTest(each))) {
    const folder = dirname(path)
    countByFolder.set(folder, (countByFolder.get(folder) ?? 0) + 1)
  }
  return [...countByFolder].flatMap(([path, count]): Finding[] => {
    return count > FOLDER_FILES_MAX ? [{ rule: 'folder_size', path, count, limit: FOLDER_FILES_MAX }] : []
  })
}

function deepFolders(paths: readonly string[]): Finding[] {
  return foldersOf(paths).flatMap((path): Finding[] => {
    const below = path.split('/src/')[1]
    const count = below === undefined ? 0 : below.split('/').length
    return count > DEPTH_MAX ? [{ rule: 'folder_depth', path, count, limit: DEPTH_MAX }] : []
  })
}

function emptyNames(paths: readonly string[]): Finding[] {
  return [...foldersOf(paths), ...paths].flatMap((path): Finding[] => {
    return FORBIDDEN.test(basename(path)) ? [{ rule: 'forbidden_name', path }] : []
  })
}

function foldersOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => dirname(path)))]
}
