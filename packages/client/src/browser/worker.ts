import { lead } from './leader.ts'
import { type PageOrder, placeOf, toSent, type WorkerReport } from './messages.ts'

/**
 * Every tab has one of these. It waits for the lock, which the browser frees when the worker that holds it ends,
 * however it ends; who has the lock leads.
 */
const closing = new AbortController()
const stopped = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()))
let candidacy: Promise<void> = Promise.resolve()

globalThis.addEventListener('message', ({ data }: MessageEvent<PageOrder>) => {
  if (data.kind === 'start') candidacy = stand(data.options)
  else void end()
})

async function stand(options: Parameters<typeof lead>[0]): Promise<void> {
  try {
    await navigator.locks.request(placeOf(options.database), { signal: closing.signal }, () =>
      lead(options, stopped),
    )
  } catch (error) {
    if (!closing.signal.aborted) report({ kind: 'unable', error: toSent(error) })
  }
}

async function end(): Promise<void> {
  closing.abort()
  await candidacy
  report({ kind: 'closed' })
}

function report(message: WorkerReport): void {
  globalThis.postMessage(message)
}
