import { ClientError } from '../client-error.ts'
import type { SyncClient } from '../contract.ts'
import { createEvents } from '../events.ts'
import { openAsking } from './asking.ts'
import { fromSent, type PageOrder, type WorkerReport } from './messages.ts'
import type { BrowserClientOptions } from './options.ts'
import { pageClient } from './page-client.ts'

export type { BrowserClientOptions } from './options.ts'

/** The client of a browser tab. Of all tabs one leads: its worker holds the database, and the others ask it. */
export async function openBrowserClient(options: BrowserClientOptions): Promise<SyncClient> {
  const events = createEvents()
  let isLive = false
  const onLeader = (): void => {
    if (isLive) client.connect().catch(() => undefined)
  }
  const asking = openAsking(options.database, events.emit, onLeader)
  const worker = openWorker(options, (error) => asking.end(error))
  const setLive = (isWanted: boolean): void => {
    isLive = isWanted
  }
  const client = pageClient({
    asking,
    events,
    setLive,
    stopWorker: async () => {
      document.removeEventListener('visibilitychange', onHidden)
      await worker.stop()
    },
  })
  void askToPersist()
  const onHidden = (): void => {
    // Nobody looks: what is large may travel.
    if (isLive && document.hidden) client.attachments.transfer({ isIdle: true }).catch(() => undefined)
  }
  document.addEventListener('visibilitychange', onHidden)
  try {
    const { org } = await client.status()
    if (org !== options.org) throw new ClientError('database_mismatch', `This database belongs to ${org}`)
    return client
  } catch (error) {
    await client.close()
    throw error
  }
}

function openWorker(
  options: BrowserClientOptions,
  onUnable: (error: Error) => void,
): { readonly stop: () => Promise<void> } {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
  const order = (message: PageOrder): void => worker.postMessage(message)
  const closed = new Promise<void>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerReport>) => {
      if (data.kind === 'unable') onUnable(fromSent(data.error))
      else resolve()
    })
    worker.addEventListener('error', ({ message }) => {
      onUnable(new Error(`The worker of the client failed: ${message}`))
      resolve()
    })
  })
  order({ kind: 'start', options })
  return {
    stop: async () => {
      order({ kind: 'close' })
      await closed
      worker.terminate()
    },
  }
}

/** Without it the browser may empty the origin when the disk is full. It may ask the person, so nobody waits. */
async function askToPersist(): Promise<void> {
  const { storage } = navigator
  if (storage !== undefined && !(await storage.persisted())) await storage.persist()
}
