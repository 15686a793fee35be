import { createHash, randomUUID } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { availableMemory } from 'node:process'
import { canEnter, type ServerAccount } from './account.ts'

/** A folder outside every home, that other accounts can pass through but not write to. */
export function sharedPlace(): string {
  const uid = process.getuid?.() ?? 0
  const parent = lstatSync('/var/tmp', { throwIfNoEntry: false })?.isDirectory() ? '/var/tmp' : tmpdir()
  const place = join(parent, `dartwing-postgres-${uid}`)
  mkdirSync(place, { recursive: true, mode: 0o755 })
  const found = lstatSync(place)
  // The parent is writable by everybody: a folder that somebody else made there is not to be trusted.
  if (!found.isDirectory() || (process.getuid && found.uid !== uid)) {
    throw new Error(`${place} belongs to somebody else. Remove it, or set DATABASE_URL.`)
  }
  chmodSync(place, 0o755)
  return place
}

const MEMORY_FOLDER = '/dev/shm'
const MEMORY_BYTES_MIN = 4 * 1024 ** 3

/**
 * A parent for temporary folders that the server's account can enter. Data that is thrown away goes into
 * memory where there is plenty: a database of 300 files was copied in 10 ms there and in 110 ms on disk.
 */
export function temporaryParent(account: ServerAccount | undefined, durable: boolean): string {
  if (!durable && hasRoomInMemory() && canEnter(MEMORY_FOLDER, account)) return MEMORY_FOLDER
  return canEnter(tmpdir(), account) ? tmpdir() : sharedPlace()
}

function hasRoomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
    accessSync(MEMORY_FOLDER, constants.W_OK)
    // The folder's own limit is often generous; what counts is memory that is free in truth.
    return bavail * bsize >= MEMORY_BYTES_MIN && availableMemory() >= MEMORY_BYTES_MIN
  } catch {
    return false
  }
}

/**
 * Where the cluster lives: beside its password, or in the shared place when the server's account cannot
 * enter the folder. A token ties the two together, so that deleting the folder also resets the far part.
 */
export function clusterPlace(folder: string, account: ServerAccount | undefined, retire: Retire): string {
  if (canEnter(folder, account)) return folder
  const far = join(sharedPlace(), createHash('sha256').update(folder).digest('hex').slice(0, 16))
  const near = join(folder, 'elsewhere')
  if (readText(near) !== readText(join(far, 'token')) || readText(near) === undefined) {
    retire(join(far, 'data'))
    rmSync(far, { recursive: true, force: true })
    mkdirSync(far, { mode: 0o755 })
    const token = `${far} ${randomUUID()}\n`
    writeFileSync(join(far, 'token'), token, { mode: 0o600 })
    writeFileSync(near, token, { mode: 0o600 })
  }
  return far
}

/** Where the cluster of this folder lives already, beside it or far, without making anything. */
export function knownPlace(folder: string): string {
  return readText(join(folder, 'elsewhere'))?.split(' ')[0] ?? folder
}

/** Called with a data folder that is about to be removed, so that no server is left running on it. */
export type Retire = (data: string) => void

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
