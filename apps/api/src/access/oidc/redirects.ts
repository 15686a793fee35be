import { isSecureAddress } from '../../platform/secure-address.ts'

const CALLBACK = '/sign-in/callback'

/**
 * May the issuer have sent people to this address? Either the operator has listed it, or nothing is listed and it is
 * the resolver of the very address this request came by.
 */
export function mayReturnTo(address: string, listed: readonly string[], host: string | undefined): boolean {
  if (listed.length > 0) return listed.includes(address)
  if (!isSecureAddress(address)) return false
  const url = new URL(address)
  return url.host === host?.toLowerCase() && address === url.origin + CALLBACK
}
