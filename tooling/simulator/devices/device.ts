import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ports, SyncClient } from '@dartwing/client'
import type { Violation } from '../checks/violation.ts'
import type { Product } from '../server/product.ts'
import type { Chaos } from '../world/chaos.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'
import type { Network } from './network.ts'
import { ADDRESS, ORG, PASSWORD, type Slot } from './slots.ts'
import { faultyStorage, type Storage } from './storage.ts'
import { type Change, nextChange } from './work.ts'

export interface World {
  readonly product: Product
  readonly scheduler: Scheduler
  readonly chaos: Chaos
  readonly network: Network
  readonly randomFor: (part: string) => Random
  readonly folder: string
  readonly violations: Violation[]
  /** Whether the change of this mark is thought of and not made. */
  isLeftOut(mark: string): boolean
}

/** A change whose place on the device is certain. */
export interface Made {
  readonly mutation_id: string
  readonly device: string
  /** Which of the device's changes it is. */
  readonly mark: string
  readonly change: Change & { readonly name: string }
}

/** One phone and its person, from one power-on to the next. */
interface Life {
  readonly client: SyncClient
  readonly storage: Storage
  isOver: boolean
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ABSENCES = [10 * MINUTE, HOUR, 5 * HOUR, 30 * HOUR, 30 * HOUR, 8 * DAY, 15 * DAY]
const YEAR = 365 * DAY
/** Signs in on no phone of their own. */
const GUEST = 'resolver@demo.test'

export class Device {
  readonly made: Made[] = []
  /** Given up by the person: refused, looked at, thrown away or sent anew. */
  readonly givenUp = new Set<string>()
  /** Mutations its person was told something about. */
  readonly told = new Set<string>()
  lives = 0
  askedToSignIn = 0
  longestAbsenceMs = 0
  changes = 0
  /** How many changes were thought of and not made. */
  leftOut = 0
  readonly slot: Slot
  readonly #world: World
  readonly #random: Random
  #life: Life | null = null
  #isOffline = false
  #skew = 0
  #isSyncing = false

  constructor(slot: Slot, world: World, template: string) {
    this.slot = slot
    this.#world = world
    this.#random = world.randomFor(`device ${slot.name}`)
    copyFileSync(template, this.#path)
  }

  get #path(): string {
    return join(this.#world.folder, `${this.slot.name}.sqlite`)
  }

  get client(): SyncClient {
    if (this.#life === null) throw new Error(`${this.slot.name} is off`)
    return this.#life.client
  }

  async powerOn(): Promise<void> {
    if (this.#life !== null) return
    const { product } = this.#world
    const storage = faultyStorage(product.openNodeDriver(this.#path))
    const life: { isOver: boolean; storage: Storage; client?: SyncClient } = { isOver: false, storage }
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
      if (mutation_id !== null) this.told.add(mutation_id)
    })
    this.lives += 1
    this.#life = Object.assign(life, { client })
  }

  /** Off, at once: what is under way never comes to an end. */
  async powerOff(): Promise<void> {
    const life = this.#life
    if (life === null) return
    this.#life = null
    this.#isSyncing = false
    life.isOver = true
    life.storage.failAfter(0, 'dead')
    await life.storage.close()
  }

  async heal(): Promise<void> {
    this.#isOffline = false
    this.#life?.storage.failAfter(-1, 'full')
    await this.powerOn()
  }

  /** One moment in the life of a person with a phone. */
  async act(): Promise<void> {
    if (this.#life === null) return this.powerOn()
    if (await this.#mishap()) return
    const place = this.#random.next()
    if (place < 0.55) await this.#change(this.#life)
    else if (place < 0.92) this.sync()
    else await this.#tidy(this.#life)
  }

  /** Starts a sync, unless one runs; it goes on while the world does. */
  sync(): void {
    const life = this.#life
    if (life === null || this.#isSyncing) return
    this.#isSyncing = true
    this.#syncNow(life).finally(() => {
      if (this.#life === life) this.#isSyncing = false
    })
  }

  get isSyncing(): boolean {
    return this.#isSyncing
  }

  async #syncNow({ client, storage }: Life): Promise<void> {
    try {
      const { reauth, signed_in } = await client.status()
      if (reauth) this.askedToSignIn += 1
      if (reauth || !signed_in) {
        await client.login(this.slot.email, PASSWORD)
      }
      const { ended, counts, rows } = await client.sync()
      const told = Object.entries(counts).filter(([, count]) => count > 0)
      this.#note(
        `sync ${ended.kind} ${told.map(([status, count]) => `${status} ${count}`).join(', ')} rows ${rows}`,
      )
    } catch (error) {
      this.#note(`sync failed: ${error instanceof Error ? error.message : String(error)}`)
      await this.#afterFault(storage)
    }
  }

  async #change({ client, storage }: Life): Promise<void> {
    this.changes += 1
    const mark = `${this.slot.name}-${this.changes}`
    const now = this.#world.scheduler.now() + this.#skew
    try {
      const change = await nextChange({ slot: this.slot, client, random: this.#random, mark, now })
      if (change === null) return
      if (this.#world.isLeftOut(mark)) {
        this.leftOut += 1
        return
      }
      const { doctype, op, data } = change
      const queued =
        op === 'delete'
          ? await client.queueDelete(doctype, change.name ?? '')
          : op === 'undelete'
            ? await client.queueUndelete(doctype, change.name ?? '')
            : await client.queueChange(doctype, change.name, data ?? {})
      this.made.push({
        mutation_id: queued.mutation_id,
        device: this.slot.name,
        mark,
        change: { ...change, name: queued.name },
      })
      for (const id of queued.taken_back) this.givenUp.add(id)
      this.#note(`${op ?? 'change'} ${doctype} ${queued.name} ${JSON.stringify(data)}`)
    } catch (error) {
      this.#note(`not saved: ${error instanceof Error ? error.message : String(error)}`)
      await this.#afterFault(storage)
    }
  }

  /** Looks at what was refused: thrown away, or offered again. */
  async #tidy({ client, storage }: Life): Promise<void> {
    try {
      const [refused] = (await client.pending()).filter(({ state }) => state === 'rejected')
      if (refused === undefined) return
      if (this.#random.chance(0.5)) {
        const { mutation_id, name } = await client.retryRejected(refused.mutation_id)
        const again = this.made.filter((one) => one.mutation_id === refused.mutation_id)
        this.made.push(...again.map((one) => ({ ...one, mutation_id, change: { ...one.change, name } })))
      } else await client.discard(refused.mutation_id)
      this.givenUp.add(refused.mutation_id)
      this.#note(`gave up ${refused.mutation_id} (${refused.error?.code ?? '?'})`)
    } catch (error) {
      this.#note(`not tidied: ${error instanceof Error ? error.message : String(error)}`)
      await this.#afterFault(storage)
    }
  }

  async #mishap(): Promise<boolean> {
    const { chaos, scheduler } = this.#world
    const life = this.#life
    if (life === null) return false
    if (chaos.strikes('killed')) {
      this.#note('killed')
      await this.powerOff()
      return true
    }
    if (chaos.strikes('killed_while_writing')) life.storage.failAfter(this.#random.int(0, 12), 'dead')
    if (chaos.strikes('disk_full')) life.storage.failAfter(this.#random.int(0, 12), 'full')
    if (!this.#isSyncing && chaos.strikes('signed_off')) {
      this.#note('signed off')
      this.#alone(life, ({ client }) => client.logout())
    }
    if (!this.#isSyncing && chaos.strikes('other_person')) this.#alone(life, (one) => this.#lend(one))
    if (chaos.strikes('clock_jump')) this.#skew = this.#random.pick([-10 * YEAR, -HOUR, 0, HOUR, 10 * YEAR])
    if (!this.#isOffline && chaos.strikes('offline')) {
      const absence = Math.round(this.#random.pick(ABSENCES) * (0.5 + this.#random.next()))
      this.#note(`offline for ${Math.round(absence / MINUTE)} minutes`)
      this.#isOffline = true
      this.longestAbsenceMs = Math.max(this.longestAbsenceMs, absence)
      scheduler.after(absence, () => {
        this.#isOffline = false
      })
    }
    return false
  }

  /** While this runs nothing is synced. */
  #alone(life: Life, work: (life: Life) => Promise<void>): void {
    this.#isSyncing = true
    work(life)
      .catch((error: unknown) => this.#note(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        if (this.#life === life) this.#isSyncing = false
      })
  }

  /** Somebody else would like to use this phone: not while changes wait on it. */
  async #lend({ client }: Life): Promise<void> {
    const { waiting, rejected } = await client.status()
    if (waiting + rejected === 0 || this.slot.email === GUEST) return
    await client.login(GUEST, PASSWORD)
    const detail = `${this.slot.name}, with ${waiting + rejected} changes, was signed in to by ${GUEST}`
    this.#world.violations.push({ check: 'a phone with a queue is not handed over', detail })
  }

  async #afterFault(storage: Storage): Promise<void> {
    if (this.#life?.storage !== storage || !storage.hasStruck) return
    this.#note('off after a fault of its disk')
    await this.powerOff()
  }

  #ports(life: { readonly isOver: boolean }): Ports {
    const { scheduler, network } = this.#world
    /** A phone that is off hears of nothing any more. */
    const whileAlive = <T>(work: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        work.then(
          (value) => void (life.isOver || resolve(value)),
          (error: unknown) => void (life.isOver || reject(error)),
        )
      })
    const from = { name: this.slot.name, isOffline: () => this.#isOffline }
    return {
      now: () => scheduler.now() + this.#skew,
      uuid: () => this.#random.uuid(),
      random: () => this.#random.next(),
      delay: (milliseconds) => whileAlive(scheduler.pause(milliseconds)),
      fetch: (address, init) => whileAlive(network.fetch(from, address, init)),
    }
  }

  #note(line: string): void {
    this.#world.scheduler.note(`${this.slot.name}: ${line}`)
  }
}
