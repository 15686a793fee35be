import type { SyncClient } from '../contract.ts'
import { openClient } from '../sync-client.ts'
import {
  type Call,
  type ChannelMessage,
  isOfAttachments,
  type LeaderMessage,
  type Method,
  OF_ATTACHMENTS,
  openChannel,
  toSent,
} from './messages.ts'
import { openBrowserDriver } from './opfs-driver.ts'
import type { BrowserClientOptions } from './options.ts'

/** Ids of calls already taken: at the start of a lead a page may ask twice. */
const REMEMBERED = 1000

/** Opens the database and serves every tab until told to stop. The caller holds the lock. */
export async function lead(options: BrowserClientOptions, stopped: Promise<void>): Promise<void> {
  const client = await openClient(await openBrowserDriver(options), options)
  const channel = openChannel(options.database)
  let isLeading = true
  const tell = (message: LeaderMessage): void => {
    if (isLeading) channel.postMessage(message)
  }
  const serve = createServe(client, tell)
  channel.addEventListener('message', ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.kind === 'call') void serve(data)
  })
  client.subscribe((event) => tell({ kind: 'event', event }))
  tell({ kind: 'leading' })
  await stopped
  // What fails from now on, or is cut short, is not told: the tabs ask the next leader again.
  isLeading = false
  channel.close()
  await client.close()
}

function createServe(
  client: SyncClient,
  tell: (message: LeaderMessage) => void,
): (call: Call) => Promise<void> {
  const taken = new Set<string>()
  return async ({ id, method, args, until }) => {
    if (taken.has(id) || Date.now() > until) return
    taken.add(id)
    for (const oldest of taken) {
      if (taken.size <= REMEMBERED) break
      taken.delete(oldest)
    }
    tell({ kind: 'taken', id })
    try {
      const answer: unknown = await answerTo(client, method, args)
      tell({ kind: 'answer', id, value: answer })
    } catch (error) {
      tell({ kind: 'failure', id, error: toSent(error) })
    }
  }
}

/** A method of the client, or one of its attachments. */
function answerTo(client: SyncClient, method: Method, args: readonly unknown[]): unknown {
  return isOfAttachments(method)
    ? Reflect.apply(client.attachments[OF_ATTACHMENTS[method]], client.attachments, args)
    : Reflect.apply(client[method], client, args)
}
