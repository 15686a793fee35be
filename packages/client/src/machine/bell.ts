import type { Ports } from '../ports.ts'

/** Ends a rest early. */
export interface Bell {
  ring(): void
  /** What was rung from now on ends the next rest. */
  listen(): void
  /** null = until it rings. */
  rest(milliseconds: number | null): Promise<void>
}

export function createBell(ports: Pick<Ports, 'delay'>): Bell {
  let bell = new AbortController()
  return {
    ring: () => bell.abort(),
    listen: () => {
      bell = new AbortController()
    },
    rest: async (milliseconds) => {
      const { signal } = bell
      const rung = new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await (milliseconds === null ? rung : Promise.race([rung, ports.delay(milliseconds, signal)]))
    },
  }
}
