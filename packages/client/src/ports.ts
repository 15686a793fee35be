/** Everything about the world that is not deterministic. A simulation or a test hands in its own. */
export interface Ports {
  /** Milliseconds since 1970 by this device's clock, which may be wrong by years. */
  now(): number
  uuid(): string
  /** A number in [0, 1), for the jitter of waiting times. */
  random(): number
  /** Resolves after so many milliseconds, or at once when the client is closed. */
  delay(milliseconds: number, closing: AbortSignal): Promise<void>
  fetch(address: string, init: RequestInit): Promise<Response>
  /** Whether the network costs money or patience; left out where nobody knows. */
  isMetered?(): boolean
}

export const systemPorts: Ports = {
  now: () => Date.now(),
  uuid: () => globalThis.crypto.randomUUID(),
  random: () => Math.random(),
  delay: (milliseconds, closing) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        closing.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, closing.aborted ? 0 : milliseconds)
      closing.addEventListener('abort', done)
    }),
  fetch: (address, init) => globalThis.fetch(address, init),
  isMetered: () => {
    const { connection } = globalThis.navigator as { connection?: { saveData?: boolean; type?: string } }
    return connection?.saveData === true || connection?.type === 'cellular'
  },
}

/** The device's time as the wire wants it: RFC 3339 with an offset. */
export function instantOf(ports: Ports): string {
  return new Date(ports.now()).toISOString()
}
