import { createHash } from 'node:crypto'
import { setImmediate as afterIo } from 'node:timers/promises'

interface Event {
  readonly at: number
  readonly order: number
  readonly run: () => void | Promise<void>
}

/** Virtual time, and what happens when. One thing happens at a time, so a seed always tells the same story. */
export interface Scheduler {
  /** Milliseconds since 1970, of the server's clock. */
  now(): number
  after(milliseconds: number, run: Event['run']): void
  /** Resolves when so much virtual time has passed. */
  pause(milliseconds: number): Promise<void>
  /** Lets everything happen that is due up to then. */
  runUntil(moment: number): Promise<void>
  /** One line of the story. */
  note(line: string): void
  readonly story: readonly string[]
  /** The same for the same story, whatever the machine. */
  fingerprint(): string
}

export function createScheduler(start: number): Scheduler {
  const events: Event[] = []
  const story: string[] = []
  let now = start
  let order = 0
  const after: Scheduler['after'] = (milliseconds, run) => {
    order += 1
    events.push({ at: now + Math.max(0, Math.round(milliseconds)), order, run })
  }
  return {
    now: () => now,
    after,
    pause: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    runUntil: async (moment) => {
      // What was set going just before has not come to its first wait yet.
      await untilQuiet()
      for (let next = takeNext(events, moment); next; next = takeNext(events, moment)) {
        now = Math.max(now, next.at)
        await next.run()
        await untilQuiet()
      }
      now = Math.max(now, moment)
    },
    note: (line) => void story.push(`${String(now - start).padStart(11)} ${line}`),
    story,
    fingerprint: () => createHash('sha256').update(story.join('\n')).digest('hex').slice(0, 16),
  }
}

function takeNext(events: Event[], until: number): Event | undefined {
  let best = -1
  for (const [index, event] of events.entries()) {
    const leader = events[best]
    const isSooner =
      leader === undefined || event.at < leader.at || (event.at === leader.at && event.order < leader.order)
    if (event.at <= until && isSooner) best = index
  }
  return best === -1 ? undefined : events.splice(best, 1)[0]
}

/**
 * What was set going goes on until it waits for the world again. A device's database answers at once, so two
 * turns of the event loop see the end of everything that does not wait.
 */
async function untilQuiet(): Promise<void> {
  await afterIo()
  await afterIo()
}
