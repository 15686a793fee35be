const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Does what is sent there stay secret: https, or this very machine? */
export function isSecureAddress(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
}
