import type { Ports } from '../ports.ts'
import { backoffMs } from '../session/backoff.ts'
import { createBell } from './bell.ts'
import type { Machine } from './machine.ts'
import type { State } from './transitions.ts'

/** How long a change waits for the next one, so that a person who types makes one request, not ten. */
const GATHER_MS = 250
const COME_BACK_MS = 1000
/** How long to rest in step with the server while no socket tells what is new. */
const LOOK_MS = 30_000

export interface AutomaticContext {
  readonly ports: Pick<Ports, 'delay' | 'random'>
  readonly machine: Machine
  /** One sync; answers how long the server asked to be left alone, if it did. */
  readonly sync: () => Promise<number | null>
  /** Whether changes are left that could be sent. */
  readonly isWorkLeft: () => Promise<boolean>
  /** Whether the socket would tell what is new. */
  readonly isListening: () => boolean
}

/** Syncs by itself until stopped. */
export interface Automatic {
  /** A change was queued. While the server cannot be had, it waits with the others. */
  onChange(): void
  /** The server can be had, or has news: whoever rests rests no longer. */
  onNews(): void
  stop(): void
}

/** What decides how long to rest. */
interface Rest {
  readonly state: State
  /** Syncs in a row that left something to do. */
  readonly failures: number
  readonly random: number
  readonly retryAfterMs: number | null
  readonly isListening: boolean
}

/** null = until something happens. */
export function restMs({ state, failures, random, retryAfterMs, isListening }: Rest): number | null {
  if (state === 'reauth') return null
  if (failures > 0) return backoffMs(failures, random, retryAfterMs)
  return isListening ? null : LOOK_MS * (0.5 + random)
}

export function startAutomatic(context: AutomaticContext): Automatic {
  const { ports, machine } = context
  const stopped = new AbortController()
  const { ring, listen, rest } = createBell(ports)
  stopped.signal.addEventListener('abort', ring)

  /** A line that was cut, when the server drains say, was cut for many devices in the same moment. */
  const gather = (): Promise<void> =>
    ports.delay(machine.state === 'live' ? GATHER_MS : COME_BACK_MS * (0.5 + ports.random()), stopped.signal)

  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopped.signal.aborted) {
      listen()
      let retryAfterMs: number | null = null
      if (machine.state !== 'reauth') {
        // A database that fails now is no reason never to try again.
        retryAfterMs = await context.sync().catch(() => null)
        const isAtRest = machine.state === 'live' && !(await context.isWorkLeft().catch(() => true))
        failures = isAtRest ? 0 : failures + 1
      }
      if (stopped.signal.aborted) return
      const { state } = machine
      await rest(
        restMs({
          state,
          failures,
          retryAfterMs,
          random: ports.random(),
          isListening: context.isListening(),
        }),
      )
      if (failures === 0 && !stopped.signal.aborted) await gather()
    }
  }
  void run()

  return {
    onChange: () => {
      const isTrying = machine.state === 'offline' || machine.state === 'blocked'
      if (!isTrying) ring()
    },
    onNews: ring,
    stop: () => stopped.abort(),
  }
}
