import type { IncomingHttpHeaders } from 'node:http'

/** Devices send no origin; a page is of this server, or of one that the operator has named. */
export function isWelcome({ origin, host }: IncomingHttpHeaders, named: readonly string[]): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  return from.host === host || named.some((one) => new URL(one).origin === from.origin)
}
