import { createBell } from '../machine/bell.ts'
import type { Ports } from '../ports.ts'
import { backoffMs } from '../session/backoff.ts'

/** Carries files by itself between `start` and `stop`. */
export interface Carrier {
  start(): void
  /** There may be something to carry, or the server can be had. */
  wake(): void
  stop(): void
}

/** `pass`: one try at everything that may travel; answers how many files have to come again. */
export function createCarrier(
  ports: Pick<Ports, 'delay' | 'random'>,
  pass: (closing: AbortSignal) => Promise<number>,
): Carrier {
  const bell = createBell(ports)
  let running: AbortController | null = null

  const run = async (closing: AbortSignal): Promise<void> => {
    let failures = 0
    while (!closing.aborted) {
      bell.listen()
      // A database that fails now is no reason never to try again.
      const left = await pass(closing).catch(() => 1)
      failures = left === 0 ? 0 : failures + 1
      if (closing.aborted) return
      await bell.rest(failures === 0 ? null : backoffMs(failures, ports.random(), null))
    }
  }

  return {
    start: () => {
      if (running !== null) return
      running = new AbortController()
      void run(running.signal)
    },
    wake: bell.ring,
    stop: () => {
      running?.abort()
      running = null
      bell.ring()
    },
  }
}
