import { lead } from './leader.ts'
import { type PageOrder, placeOf, toSent, type WorkerReport } from './messages.ts'
import type { BrowserClientOptions } from './options.ts'

/**
 * Every tab has one of these. It waits for the lock, which the browser frees when the worker that holds it ends,
 * however it ends; who has the lock leads.
 */
const closing = new AbortController()
const stopped = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()))
let leading: Promise<void> = Promise.resolve()

globalThis.addEventListener('message', ({ data }: MessageEvent<PageOrder>) => {
  if (data.kind === 'start') void stand(data.options)
  else void end()
})

async function stand(options: BrowserClientOptions): Promise<void> {
  try {
    await navigator.locks.request(placeOf(options.database), () => {
      if (!closing.signal.aborted) leading = lead(options, stopped)
      return leading
    })
  } catch (error) {
    report({ kind: 'unable', error: toSent(error) })
  }
}

/** Who still waits for the lock just goes: the page ends the worker, and its request with it. */
async function end(): Promise<void> {
  closing.abort()
  await leading.catch(() => undefined)
  report({ kind: 'closed' })
}

function report(message: WorkerReport): void {
  globalThis.postMessage(message)
}
