import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Ports, SyncClient } from '@dartwing/client'
import type { Product } from '../server/product.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'
import type { Network } from './network.ts'
import { ADDRESS, ORG } from './slots.ts'
import { faultyStorage, type Storage } from './storage.ts'

export interface Maker {
  readonly product: Pick<Product, 'createSyncClient' | 'openNodeDriver'>
  readonly scheduler: Scheduler
  readonly network: Network
  readonly folder: string
}

/** A phone from one power-on to the next. */
export interface Life {
  readonly client: SyncClient
  readonly storage: Storage
  isOver: boolean
  isSyncing: boolean
}

/** The thing itself: its disk, its clock, its line to the world. What is done with it is its person's. */
export class Phone {
  readonly name: string
  life: Life | null = null
  lives = 0
  isOffline = false
  /** How far its clock is from the server's. */
  skewMs = 0
  readonly #maker: Maker
  readonly #random: Random
  readonly #onTold: (mutationId: string) => void

  constructor(name: string, maker: Maker, random: Random, onTold: (mutationId: string) => void) {
    this.name = name
    this.#maker = maker
    this.#random = random
    this.#onTold = onTold
  }

  get path(): string {
    return join(this.#maker.folder, `${this.name}.sqlite`)
  }

  /** Its disk becomes a copy of another's. That one must be off. */
  copyFrom(path: string): void {
    for (const suffix of ['', '-wal']) {
      if (existsSync(path + suffix)) copyFileSync(path + suffix, this.path + suffix)
    }
  }

  wipe(): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.path + suffix, { force: true })
  }

  async powerOn(): Promise<void> {
    if (this.life !== null) return
    const { product } = this.#maker
    const storage = faultyStorage(product.openNodeDriver(this.path))
    const life: Omit<Life, 'client'> & { client?: SyncClient } = { storage, isOver: false, isSyncing: false }
    const client = await product.createSyncClient({
      address: ADDRESS,
      org: ORG,
      database: storage,
      ports: this.#ports(life),
      app_version: 'simulated',
      requestTimeoutMs: 2_000_000_000,
    })
    client.subscribe((event) => {
      if (event.type !== 'announcement') return
      const { mutation_id } = event.announcement
      if (mutation_id !== null) this.#onTold(mutation_id)
    })
    this.lives += 1
    this.life = Object.assign(life, { client })
  }

  /** Off, at once: what is under way never comes to an end. */
  async powerOff(): Promise<void> {
    const life = this.life
    if (life === null) return
    this.life = null
    life.isOver = true
    life.storage.failAfter(0, 'dead')
    await life.storage.close()
  }

  #ports(life: { readonly isOver: boolean }): Ports {
    const { scheduler, network } = this.#maker
    /** A phone that is off hears of nothing any more. */
    const whileAlive = <T>(work: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        work.then(
          (value) => void (life.isOver || resolve(value)),
          (error: unknown) => void (life.isOver || reject(error)),
        )
      })
    const from = { name: this.name, isOffline: () => this.isOffline }
    return {
      now: () => scheduler.now() + this.skewMs,
      uuid: () => this.#random.uuid(),
      random: () => this.#random.next(),
      delay: (milliseconds) => whileAlive(scheduler.pause(milliseconds)),
      fetch: (address, init) => whileAlive(network.fetch(from, address, init)),
    }
  }
}
