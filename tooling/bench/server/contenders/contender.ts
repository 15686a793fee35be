import type { Operation } from '../work/tickets.ts'

/** What a batch came to. Anything else than these two is a fault that ends the run. */
export interface Tally {
  readonly applied: number
  readonly conflicts: number
}

/** A batch made ready before the clock starts: calling it sends it and hands back the answer unread. */
export type Send = () => Promise<Buffer>

export interface Page {
  readonly rows: number
  /** Where the next page begins; null after the last. */
  readonly next: string | null
  /** The names of its documents, read from it only when asked: after the clock has stopped. */
  readonly names: () => string[]
}

/** Documents that are there before the work begins, named `<prefix>0`, `<prefix>1` and so on. */
export interface Stock {
  readonly prefix: string
  readonly count: number
  /** With a second version, which somebody in the office made after the devices had read the first. */
  readonly isEdited: boolean
}

/** One that does the work: the product, or what it is measured beside. Each has its own database. */
export interface Contender {
  readonly name: string
  readonly databaseUrl: string
  readonly databasePid: number
  /** null: there is only the database. */
  readonly serverPid: number | null
  /** How many batches or readers it is given at once; more than it has connections only wait. */
  readonly lanesMax: number
  fill(stock: Stock): Promise<void>
  /** Everything that may expire is made fresh, before the clock starts. */
  prepare(): Promise<void>
  ready(device: string, operations: readonly Operation[]): Send
  tally(answer: Buffer): Tally
  page(device: string, since: string | null): Promise<Page>
  stop(): Promise<void>
}

/** One that also tells connected devices what was committed. */
export interface LiveContender extends Contender {
  /** Connects one device; `heard` gets everything it is told, as text. Returns how to hang up. */
  listen(heard: (text: string) => void): Promise<() => void>
}
