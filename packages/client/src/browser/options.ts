import type { SyncClientOptions } from '../contract.ts'

export interface BrowserClientOptions extends Omit<SyncClientOptions, 'database' | 'ports' | 'attachments'> {
  /** Names the database within this origin; all tabs that name it share it. */
  readonly database: string
  /**
   * What to do where the browser keeps nothing (a private window): `durable`, the default, refuses with the code
   * `no_storage`; `memory` goes on without, and `status().persisted` is false.
   */
  readonly storage?: 'durable' | 'memory'
}
