import type { Readable } from 'node:stream'
import type { DataStore } from '@tus/server'

export interface ByteRange {
  readonly start: number
  /** The last byte of it. */
  readonly end: number
}

/** Where bytes are kept, under keys that nobody outside can choose. */
export interface Storage {
  /** Takes what arrives, in any number of pieces. */
  readonly arriving: DataStore
  /** Puts together what has arrived whole; returns when it would outlive a loss of power. */
  settle(key: string, size: number): Promise<void>
  read(key: string, range?: ByteRange): Promise<Readable>
  /** What is not there is removed already. */
  remove(key: string): Promise<void>
}
export const STORAGE = Symbol('storage')
