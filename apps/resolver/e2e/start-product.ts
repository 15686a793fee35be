import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../../tooling/start/process/free-port.ts'
import { startIssuer } from './issuer.ts'

const START = join(import.meta.dirname, '../../../tooling/start/start.ts')

/** The whole product as people start it: database, server, demo; on a port and in a folder of its own. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const port = await freePort()
  const dataDir = await mkdtemp(join(tmpdir(), 'resolver-e2e-'))
  const { DATABASE_URL: _notThisOne, ...env } = process.env
  const issuer = await startIssuer()
  // The test about push messages has a push service there.
  const pushService = `http://127.0.0.1:${await freePort()}`
  const elsewhere = { OIDC_ISSUER: issuer.address, OIDC_CLIENT_ID: 'dartwing', PUSH_SERVICES: pushService }
  const product = spawn(process.execPath, [START], {
    env: { ...env, ...elsewhere, PORT: String(port), DATA_DIR: dataDir, DEMO: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    await stopped(product)
    await issuer.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await ready(product)
  } catch (error) {
    await stop()
    throw error
  }
  process.env.RESOLVER_E2E_ADDRESS = `http://127.0.0.1:${port}`
  process.env.RESOLVER_E2E_DATA = dataDir
  process.env.RESOLVER_E2E_PUSH = pushService
  return stop
}

/** Resolves at the line that says so, rejects with everything that was printed when the product ends before. */
function ready(product: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      if (/Ready in /.test(printed)) resolve()
    }
    product.stdout?.on('data', read)
    product.stderr?.on('data', read)
    product.once('error', reject)
    product.once('exit', (code) => reject(new Error(`The product ended with ${code}:\n${printed}`)))
  })
}

async function stopped(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null || product.signalCode !== null) return
  const ended = once(product, 'exit')
  product.kill('SIGTERM')
  await ended
}
