import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common'
import { CommitEvents, type Committed, type Reference } from '../events.ts'
import { SETTINGS, type Settings } from '../settings.ts'
import { type Line, openLine } from './line.sql.ts'
import { readMessage, toPayloads, toReferences } from './reference.ts'

/** How often a process looks whether it is alone. One that comes says so itself. */
const LOOK_MS = 2_000
const COME_BACK_MS = 500
/** While the line is down. What is dropped then changes latency only. */
const UNSENT_MAX = 10_000

/**
 * The processes of one database tell each other of their commits, after the commit, by reference
 * (docs/adr/0010). A process that is alone says nothing. While one message is on its way, further commits
 * gather and go with the next: however many commits there are, there is one message at a time.
 */
@Injectable()
export class Peers implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('Peers')
  readonly #id = randomUUID()
  readonly #stopping = new AbortController()
  readonly #unsent: Reference[] = []
  readonly #stopHearing: () => void
  #isAccompanied = false
  #line: Line | null = null
  #sending: Promise<void> | null = null
  #running: Promise<void> = Promise.resolve()

  constructor(
    private readonly events: CommitEvents,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.#stopHearing = events.listen({ own: (committed) => this.#tell(committed) })
  }

  /** A process listens before it serves. */
  async onApplicationBootstrap(): Promise<void> {
    const line = await this.#open()
    this.#running = this.#keepListening(line)
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopHearing()
    await this.#sending
    this.#stopping.abort()
    await this.#running
  }

  #tell(committed: Committed): void {
    if (!this.#isAccompanied) return
    this.#unsent.push(...toReferences(committed))
    this.#unsent.splice(0, this.#unsent.length - UNSENT_MAX)
    this.#send()
  }

  #send(): void {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null
    })
  }

  async #sendAll(): Promise<void> {
    for (let line = this.#line; line !== null && this.#unsent.length > 0; line = this.#line) {
      const references = this.#unsent.splice(0)
      try {
        await line.say(toPayloads(this.#id, references))
      } catch (error) {
        this.#unsent.unshift(...references)
        this.#lose(line, error)
      }
    }
  }

  #hear(payload: string): void {
    const message = readMessage(payload)
    if (message === null) this.#log.warn('Another process said what this one does not understand')
    if (message === null || message.from === this.#id) return
    this.#isAccompanied = true
    for (const reference of message.commits) this.events.publishOfPeer(reference)
  }

  async #keepListening(first: Line | null): Promise<void> {
    const { signal } = this.#stopping
    for (let line = first; ; line = await this.#open(true)) {
      if (line !== null) await this.#untilLost(line)
      if (signal.aborted) break
      await delay(COME_BACK_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Null = PostgreSQL is away. */
  async #open(isAgain = false): Promise<Line | null> {
    let line: Line | null = null
    try {
      line = await openLine(
        this.settings.DATABASE_URL,
        (payload) => this.#hear(payload),
        (error) => this.#report(error),
      )
      await line.say(toPayloads(this.#id, []))
      const wasAccompanied = this.#isAccompanied
      this.#isAccompanied = await line.isAccompanied()
      this.#line = line
      if (isAgain && (wasAccompanied || this.#isAccompanied)) this.events.publishMissed()
      this.#send()
      return line
    } catch (error) {
      line?.close()
      this.#report(error)
      return null
    }
  }

  async #untilLost(line: Line): Promise<void> {
    const { signal } = this.#stopping
    while (this.#line === line && !signal.aborted) {
      const pause = delay(LOOK_MS, undefined, { signal }).catch(() => undefined)
      const isLost = await Promise.race([line.lost.then(() => true), pause.then(() => false)])
      if (isLost || signal.aborted) break
      try {
        this.#isAccompanied = await line.isAccompanied()
      } catch (error) {
        this.#lose(line, error)
      }
    }
    this.#lose(line, null)
  }

  #lose(line: Line, error: unknown): void {
    if (error !== null) this.#report(error)
    line.close()
    if (this.#line === line) this.#line = null
  }

  #report(error: unknown): void {
    this.#log.error(`PostgreSQL: ${error instanceof Error ? error.message : String(error)}`)
  }
}
