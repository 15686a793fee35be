/** Calls back at a steady pace until it is stopped, in a hidden tab too. */
export function startTicks(everyMs: number, onTick: () => void): () => void {
  const worker = new Worker(new URL('./ticks.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = onTick
  worker.postMessage(everyMs)
  return () => worker.terminate()
}
