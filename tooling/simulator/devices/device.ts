import type { SyncClient } from '@dartwing/client'
import type { Violation } from '../checks/violation.ts'
import type { Chaos } from '../world/chaos.ts'
import type { Random } from '../world/random.ts'
import { type Asked, isExpected } from './expected.ts'
import { type Life, type Maker, Phone } from './phone.ts'
import { PASSWORD, type Slot } from './slots.ts'
import { type Change, nextChange } from './work.ts'

export interface World extends Maker {
  readonly chaos: Chaos
  readonly randomFor: (part: string) => Random
  readonly violations: Violation[]
  /** Whether the change of this mark is thought of and not made. */
  isLeftOut(mark: string): boolean
  readonly about: string | undefined
  /** One more takes part from now on. */
  join(device: Device): Promise<void>
}

/** A change whose place on the device is certain. */
export interface Made {
  readonly mutation_id: string
  readonly device: string
  /** Which of the device's changes it is. */
  readonly mark: string
  readonly change: Change & { readonly name: string }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ABSENCES = [10 * MINUTE, HOUR, 5 * HOUR, 30 * HOUR, 30 * HOUR, 8 * DAY, 15 * DAY]
const YEAR = 365 * DAY
/** Signs in on no phone of their own. */
const GUEST = 'resolver@demo.test'

/** A person with a phone. */
export class Device {
  readonly made: Made[] = []
  /** Given up by the person: refused, looked at, thrown away or sent anew; or gone with an app they removed. */
  readonly givenUp = new Set<string>()
  /** Taken back before it was sent; a copy of this phone may have sent it all the same. */
  readonly takenBack = new Set<string>()
  /** Made before the app was removed: a server that forgets them is offered them by nobody. */
  readonly unremembered = new Set<string>()
  /** Mutations its person was told something about. */
  readonly told = new Set<string>()
  /** What its disk was copied to, or from. */
  twin: Device | null = null
  /** Whether its last sync came to its end. */
  isInStep = false
  askedToSignIn = 0
  longestAbsenceMs = 0
  changes = 0
  /** How many changes were thought of and not made. */
  leftOut = 0
  readonly slot: Slot
  readonly name: string
  readonly phone: Phone
  readonly #world: World
  readonly #random: Random

  /** `name` is the phone's: two of them may belong to one person. */
  constructor(slot: Slot, name: string, world: World) {
    this.slot = slot
    this.name = name
    this.#world = world
    this.#random = world.randomFor(`device ${name}`)
    this.phone = new Phone(name, world, this.#random, (id) => void this.told.add(id))
  }

  get client(): SyncClient {
    if (this.phone.life === null) throw new Error(`${this.name} is off`)
    return this.phone.life.client
  }

  async leave(): Promise<void> {
    await this.phone.powerOff()
    this.phone.wipe()
  }

  async heal(): Promise<void> {
    this.phone.isOffline = false
    this.phone.life?.storage.failAfter(-1, 'full')
    await this.phone.powerOn()
  }

  /** One moment in the life of a person with a phone. */
  async act(): Promise<void> {
    const { life } = this.phone
    if (life === null) return this.phone.powerOn()
    if (await this.#mishap(life)) return
    const place = this.#random.next()
    if (place < 0.55) await this.#change(life)
    else if (place < 0.92) this.sync()
    else await this.#tidy(life)
  }

  /** Starts a sync, unless one runs; it goes on while the world does. */
  sync(): void {
    const { life } = this.phone
    if (life !== null && !life.isSyncing) this.#alone(life, () => this.#syncNow(life))
  }

  get isSyncing(): boolean {
    return this.phone.life?.isSyncing ?? false
  }

  async #syncNow(life: Life): Promise<void> {
    const { client } = life
    this.isInStep = false
    const isReady = await this.#ask(life, 'status', async () => {
      const { reauth, signed_in } = await client.status()
      if (reauth) this.askedToSignIn += 1
      return signed_in && !reauth
    })
    if (isReady === undefined) return
    if (!isReady && !(await this.#ask(life, 'sign in', () => client.login(this.slot.email, PASSWORD)))) return
    await this.#ask(life, 'sync', async () => {
      const { ended, counts, rows } = await client.sync()
      this.isInStep = ended.kind === 'complete'
      const told = Object.entries(counts).filter(([, count]) => count > 0)
      this.#note(
        `sync ${ended.kind} ${told.map(([status, count]) => `${status} ${count}`).join(', ')} rows ${rows}`,
      )
    })
  }

  async #change(life: Life): Promise<void> {
    const { client } = life
    this.changes += 1
    const mark = `${this.name}-${this.changes}`
    const { about, scheduler } = this.#world
    const now = scheduler.now() + this.phone.skewMs
    await this.#ask(life, 'change', async () => {
      const change = await nextChange({ slot: this.slot, client, random: this.#random, about, mark, now })
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
        device: this.name,
        mark,
        change: { ...change, name: queued.name },
      })
      for (const id of queued.taken_back) this.givenUp.add(id) && this.takenBack.add(id)
      this.#note(`${op ?? 'change'} ${doctype} ${queued.name} ${JSON.stringify(data)}`)
    })
  }

  /** Looks at what was refused: thrown away, or offered again. */
  async #tidy(life: Life): Promise<void> {
    const { client } = life
    await this.#ask(life, 'tidy', async () => {
      const [refused] = (await client.pending()).filter(({ state }) => state === 'rejected')
      if (refused === undefined) return
      if (this.#random.chance(0.5)) {
        const { mutation_id, name } = await client.retryRejected(refused.mutation_id)
        const again = this.made.filter((one) => one.mutation_id === refused.mutation_id)
        this.made.push(...again.map((one) => ({ ...one, mutation_id, change: { ...one.change, name } })))
      } else await client.discard(refused.mutation_id)
      this.givenUp.add(refused.mutation_id)
      this.#note(`gave up ${refused.mutation_id} (${refused.error?.code ?? '?'})`)
    })
  }

  /** True: that was all for this moment. */
  async #mishap(life: Life): Promise<boolean> {
    const { chaos } = this.#world
    if (chaos.strikes('killed')) {
      this.#note('killed')
      await this.phone.powerOff()
      return true
    }
    if (this.twin === null && chaos.strikes('cloned')) {
      await this.#ask(life, 'status', () => this.#clone(life))
      return true
    }
    if (chaos.strikes('reinstalled')) {
      await this.#ask(life, 'status', () => this.#reinstall(life))
      return true
    }
    if (chaos.strikes('killed_while_writing')) life.storage.failAfter(this.#random.int(0, 12), 'dead')
    if (chaos.strikes('disk_full')) life.storage.failAfter(this.#random.int(0, 12), 'full')
    if (!life.isSyncing && chaos.strikes('signed_off')) {
      this.#note('signed off')
      this.#alone(life, () => this.#ask(life, 'sign off', () => life.client.logout()))
    }
    if (!life.isSyncing && chaos.strikes('other_person')) {
      // Its person does nothing else meanwhile: they could empty the queue that was just counted.
      this.#alone(life, () => this.#lend(life))
      return true
    }
    if (chaos.strikes('clock_jump')) {
      this.phone.skewMs = this.#random.pick([-10 * YEAR, -HOUR, 0, HOUR, 10 * YEAR])
    }
    if (!this.phone.isOffline && chaos.strikes('offline')) this.#goOffline()
    return false
  }

  #goOffline(): void {
    const absence = Math.round(this.#random.pick(ABSENCES) * (0.5 + this.#random.next()))
    this.#note(`offline for ${Math.round(absence / MINUTE)} minutes`)
    this.phone.isOffline = true
    this.longestAbsenceMs = Math.max(this.longestAbsenceMs, absence)
    this.#world.scheduler.after(absence, () => {
      this.phone.isOffline = false
    })
  }

  /** Its disk is put into a second phone, with the queue and the sign-in; both go on. */
  async #clone(life: Life): Promise<void> {
    life.storage.failAfter(-1, 'full')
    const waiting = new Set((await life.client.pending()).map(({ mutation_id }) => mutation_id))
    await this.phone.powerOff()
    const twin = new Device(this.slot, `${this.name}-copy`, this.#world)
    twin.phone.copyFrom(this.phone.path)
    twin.made.push(...this.made.filter(({ mutation_id }) => waiting.has(mutation_id)))
    twin.twin = this
    this.twin = twin
    this.#note(`copied with ${waiting.size} changes`)
    await this.#world.join(twin)
  }

  /** The app is removed, which takes what was not sent; its person was told how much that is. */
  async #reinstall(life: Life): Promise<void> {
    life.storage.failAfter(-1, 'full')
    const { waiting, rejected } = await life.client.status()
    const pending = await life.client.pending()
    if (waiting + rejected !== pending.length) {
      this.#report(
        'who removes the app knows what goes with it',
        `${waiting + rejected} of ${pending.length}`,
      )
    }
    for (const { mutation_id } of pending) this.givenUp.add(mutation_id)
    for (const { mutation_id } of this.made) this.unremembered.add(mutation_id)
    await this.leave()
    this.#note(`installed anew, without ${pending.length} changes`)
  }

  /** While this runs nothing is synced. */
  #alone(life: Life, work: () => Promise<unknown>): void {
    life.isSyncing = true
    void work().finally(() => {
      life.isSyncing = false
    })
  }

  /** Somebody else would like to use this phone: not while changes wait on it. */
  async #lend(life: Life): Promise<void> {
    const { client } = life
    await this.#ask(life, 'sign in', async () => {
      const { waiting, rejected, account } = await client.status()
      // What was made before anybody had signed in belongs to whoever does so first.
      if (waiting + rejected === 0 || account === null || this.slot.email === GUEST) return
      await client.login(GUEST, PASSWORD)
      const detail = `${this.name}, with ${waiting + rejected} changes, was signed in to by ${GUEST}`
      this.#report('a phone with a queue is not handed over', detail)
    })
  }

  /** What the client answers; undefined: an error, which must be one that this may come to. */
  async #ask<T>(life: Life, asked: Asked, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      // A phone that went off meanwhile has nobody to tell.
      if (life.isOver) return undefined
      const { message, stack } = error instanceof Error ? error : new Error(String(error))
      this.#note(`${asked} failed: ${message}`)
      if (!isExpected(error, asked)) {
        this.#report('the client answers what it says it does', `${this.name}, ${asked}: ${stack}`)
      }
      if (life.storage.hasStruck) {
        this.#note('off after a fault of its disk')
        await this.phone.powerOff()
      }
      return undefined
    }
  }

  #report(check: string, detail: string): void {
    this.#world.violations.push({ check, detail })
  }

  #note(line: string): void {
    this.#world.scheduler.note(`${this.name}: ${line}`)
  }
}
