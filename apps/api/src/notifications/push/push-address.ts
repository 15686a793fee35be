/**
 * Where a push message may go: a browser names the address, so it could be any. Only services that the settings name,
 * by https, and none whose name leads into a private network; but for one that is named by its whole address.
 */
import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const PRIVATE = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 95],
  ['100::', 64],
  ['2001::', 23],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv6')
}

/** May a message go there, and if so, may its name lead anywhere? Null: it may not. */
export function routeTo(endpoint: string, services: readonly string[]): { readonly isOwn: boolean } | null {
  const url = URL.parse(endpoint)
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return null
  if (services.some((service) => service.includes('://') && URL.parse(service)?.origin === url.origin)) {
    return { isOwn: true }
  }
  if (url.protocol !== 'https:' || url.port !== '' || isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0)
    return null
  return services.some((service) => isOf(url.hostname, service)) ? { isOwn: false } : null
}

function isOf(host: string, service: string): boolean {
  return service.startsWith('*.') ? host.endsWith(service.slice(1)) : host === service
}

export function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Looks a name up, and refuses it when any of its addresses is private: whatever it was when it was asked before. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    if (error !== null) callback(error, '', 0)
    else if (first === undefined || addresses.some(({ address }) => isPrivate(address))) {
      callback(new Error(`${hostname} leads into a private network`), '', 0)
    } else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
