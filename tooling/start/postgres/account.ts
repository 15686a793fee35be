import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The operating system's account that the server runs as; undefined means the caller's own. */
export interface ServerAccount {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const isRoot = process.getuid?.() === 0

/**
 * PostgreSQL refuses to run as root. When root calls, the server runs as the owner of the data that is
 * already there, otherwise as `postgres` or `nobody`.
 */
export function chooseAccount(existingData?: string): ServerAccount | undefined {
  if (!isRoot) return undefined
  const owner = existingData === undefined ? 0 : ownerOf(existingData)
  const names = owner > 0 ? [String(owner)] : ['postgres', 'nobody']
  for (const name of names) {
    const account = lookUp(name)
    if (account) return account
  }
  throw new Error(
    `PostgreSQL does not run as root, and there is no account ${names.join(' or ')} to run it as. ` +
      'Start as an ordinary user, or set DATABASE_URL to a database that is already running.',
  )
}

/** Whether that account may pass through the folder. Asked of the system, so that access lists count too. */
export function canEnter(folder: string, account: ServerAccount | undefined): boolean {
  if (!account) return true
  const { uid, gid } = account
  return spawnSync('test', ['-x', folder], { uid, gid, cwd: '/' }).status === 0
}

/** The part of spawn's options that makes a child run as the account. */
export function runAs(account: ServerAccount | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

function ownerOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? 0
}

function lookUp(name: string): ServerAccount | undefined {
  try {
    const ask = (flag: string) => execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] })
    const account = { name: String(ask('-un')).trim(), uid: Number(ask('-u')), gid: Number(ask('-g')) }
    return account.uid > 0 ? account : undefined
  } catch {
    return undefined
  }
}
