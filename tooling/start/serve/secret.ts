import { createECDH, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key that signs sign-ins: made once for this data, so that a restart signs nobody out. */
export function keepAuthSecret(dataDir: string): string {
  return keep(dataDir, 'auth-secret', () => randomBytes(48).toString('base64url'))
}

/** The key that push services know this server by: with another one every browser would have to subscribe anew. */
export function keepVapidKey(dataDir: string): string {
  return keep(dataDir, 'vapid-key', () => {
    const curve = createECDH('prime256v1')
    curve.generateKeys()
    return Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url')
  })
}

function keep(dataDir: string, name: string, make: () => string): string {
  const file = join(dataDir, name)
  mkdirSync(dataDir, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}
