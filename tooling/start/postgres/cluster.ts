import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAs, type ServerAccount } from './account.ts'
import type { Binaries } from './binaries.ts'

export const OWNER = 'dartwing'
const MAJOR = '18'

/** Makes the cluster when there is none. Returns false when one was already there. */
export async function createCluster(
  place: string,
  options: { binaries: Binaries; account: ServerAccount | undefined; password: string; sync: boolean },
): Promise<boolean> {
  const data = join(place, 'data')
  if (existsSync(data)) {
    refuseBrokenData(data)
    return false
  }
  // Made beside its final name, so that an interrupted attempt is never taken for a cluster.
  const unfinished = join(place, 'data.unfinished')
  const passwordFile = join(place, 'password.unfinished')
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, options.password, { mode: 0o600 })
  if (options.account) {
    for (const path of [unfinished, passwordFile]) chownSync(path, options.account.uid, options.account.gid)
  }
  try {
    await initdb(unfinished, passwordFile, options)
    renameSync(unfinished, data)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(unfinished, { recursive: true, force: true })
  }
  return true
}

/** The password of the cluster's owner, made once and kept where only the caller reads it. */
export function keepPassword(folder: string): string {
  const file = join(folder, 'password')
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}

function refuseBrokenData(data: string): void {
  let version: string | undefined
  try {
    version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
      throw new Error(
        `${data} belongs to another account. Start as that account, or choose another DATA_DIR.`,
      )
    }
  }
  if (version === MAJOR) return
  const found =
    version === undefined ? 'is not a complete PostgreSQL data folder' : `is of PostgreSQL ${version}`
  throw new Error(
    `${data} ${found}; PostgreSQL ${MAJOR} is needed. Put a backup back, or move the folder away to begin anew.`,
  )
}

async function initdb(
  data: string,
  passwordFile: string,
  options: { binaries: Binaries; account: ServerAccount | undefined; sync: boolean },
): Promise<void> {
  const args = [
    `--pgdata=${data}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(options.sync ? [] : ['--no-sync']),
  ]
  const child = spawn(options.binaries.initdb, args, {
    ...runAs(options.account),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder ${data}:\n${said.trim()}`)
}
