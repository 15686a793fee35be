/** Which PostgreSQL error an exception stands for, however deep the driver has wrapped it. */
export function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  for (const key of ['originalCode', 'code']) {
    const value: unknown = Reflect.get(error, key)
    if (typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value) && !value.startsWith('P2')) return value
  }
  if (Reflect.get(error, 'code') === 'P2034') return '40001'
  for (const key of ['meta', 'driverAdapterError', 'cause']) {
    const state = sqlStateOf(Reflect.get(error, key))
    if (state !== null) return state
  }
  return null
}

/** Unique and exclusion violations, serialization failure, deadlock, lock not available: try again. */
const TRANSIENT = new Set(['23505', '23P01', '40001', '40P01', '55P03'])
/** The server is restarting, refusing, full, only reading or gone: the caller may try later. */
const UNAVAILABLE = new Set([
  ...['57P01', '57P02', '57P03', '08000', '08003', '08006'],
  ...['53100', '53200', '53300', '58030', '25006', '3D000', '55000'],
])

/**
 * Prisma's words for: not reachable, timed out, no such database, connection closed, no connection free, transaction
 * timed out; and the system's for a server that is not there.
 */
const UNREACHABLE = new Set([
  ...['P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024', 'P2028'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'],
])

/** What the driver says of itself where PostgreSQL could not say anything: it has no code for these. */
const NO_CONNECTION =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Another transaction has settled the same mutation meanwhile; its receipt is there for the next attempt. */
export class SettledElsewhere extends Error {}

export function isTransient(error: unknown): boolean {
  return error instanceof SettledElsewhere || TRANSIENT.has(sqlStateOf(error) ?? '')
}

export function isUnavailable(error: unknown): boolean {
  if (UNAVAILABLE.has(sqlStateOf(error) ?? '')) return true
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null
  if (typeof code === 'string' && UNREACHABLE.has(code)) return true
  return error instanceof Error && NO_CONNECTION.test(error.message)
}
