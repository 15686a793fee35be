/** The one port through which everything talks to SQLite; Node and the browser each bring a driver. */

export type SqlValue = string | number | bigint | Uint8Array | null
export type SqlRow = Readonly<Record<string, unknown>>

export interface Statements {
  /** Runs a script without parameters. */
  exec(sql: string): Promise<void>
  /** Runs one statement; answers how many rows it changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>
  /** Reads all rows of one statement. */
  all(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]>
}

export interface Driver extends Statements {
  /**
   * All of it or nothing, durable when the promise resolves. Other work waits meanwhile, so inside `work`
   * only the given statements may be used.
   */
  transaction<T>(work: (tx: Statements) => Promise<T>): Promise<T>
  /** Whether the storage promises to keep what is written; left out where nobody knows. */
  persisted?(): Promise<boolean>
  close(): Promise<void>
}
