import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ISSUER = join(import.meta.dirname, '../../api/test/oidc/issuer-process.ts')

/** People as the issuer knows them: one who belongs here, one whom nobody knows, and one who will be invited. */
export const AT_ISSUER = ['resolver@demo.test', 'stranger@elsewhere.test', 'invited@elsewhere.test'] as const

export interface Issuer {
  readonly address: string
  stop(): Promise<void>
}

/** A real issuer, beside the product. */
export async function startIssuer(): Promise<Issuer> {
  const child = spawn(process.execPath, [ISSUER, ...AT_ISSUER], { stdio: ['pipe', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    const [, address] = /^Issuer at (\S+)$/.exec(line) ?? []
    if (address !== undefined) return { address, stop: () => stopped() }
  }
  throw new Error('The issuer ended before it said where it is')

  async function stopped(): Promise<void> {
    const ended = once(child, 'exit')
    child.stdin.end()
    await ended
  }
}
