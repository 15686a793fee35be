import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { release, renew, take } from './uploads.repository.ts'

const ASK_AGAIN_MS = 100
/** Longer than a holder needs to notice, and than one that has died holds on. */
const PATIENCE_MS = 12_000
const RENEW_MS = 1_000

/**
 * Runs `work` while no other request, of any server, writes to the upload. A device that comes back while its
 * broken connection still looks alive is let through: the request that holds the upload is told to stop by
 * `stopped`, keeps what it has, and lets go.
 */
export async function holdingUpload<T>(
  database: Database,
  org: string,
  id: string,
  work: (stopped: AbortSignal) => Promise<T>,
): Promise<T> {
  const holder = randomUUID()
  await takeSoon(database, org, id, holder)
  const stop = new AbortController()
  const timer = setInterval(() => {
    database
      .inOrganisation(org, (tx) => renew(tx, org, id, holder))
      .then((mayGoOn) => mayGoOn || stop.abort())
      // Whoever can not say that it goes on is taken for dead soon.
      .catch(() => stop.abort())
  }, RENEW_MS)
  try {
    return await work(stop.signal)
  } finally {
    clearInterval(timer)
    await database.inOrganisation(org, (tx) => release(tx, org, id, holder))
  }
}

async function takeSoon(database: Database, org: string, id: string, holder: string): Promise<void> {
  for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += ASK_AGAIN_MS) {
    if (await database.inOrganisation(org, (tx) => take(tx, org, id, holder))) return
    await delay(ASK_AGAIN_MS)
  }
  throw new ProblemException('upload_busy')
}
