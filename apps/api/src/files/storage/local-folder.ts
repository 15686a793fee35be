import { mkdirSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import type { Storage } from './storage.ts'

/** A folder of this machine, or one that all servers share. */
export function localFolder(directory: string): Storage {
  // Here, where a folder that can not be made stops the start with a reason.
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const sync = async (path: string) => {
    const handle = await open(path)
    await handle.sync().finally(() => handle.close())
  }
  return {
    arriving: new FileStore({ directory }),
    settle: async (key) => {
      await sync(join(directory, key))
      await sync(directory)
    },
    read: async (key, range) => {
      const handle = await open(join(directory, key))
      return handle.createReadStream(range)
    },
    remove: async (key) => {
      for (const name of [key, `${key}.json`]) await rm(join(directory, name), { force: true })
    },
  }
}
