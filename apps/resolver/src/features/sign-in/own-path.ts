/** Only a path of this app: an address from outside must not send anyone elsewhere after signing in. */
export function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value)
}
