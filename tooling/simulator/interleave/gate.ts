import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { textOf } from '../server/statement-faults.ts'
import type { Random } from '../world/random.ts'

/**
 * Several requests at once, one statement at a time:
 *
 *   a request's next statement stops at the gate -> all others have stopped too, wait for a lock, or are done
 *   -> the seed says whose statement goes to PostgreSQL -> it answers, or waits for a lock -> again
 *
 * So the order of statements is the seed's, and PostgreSQL's locks are real: of two that wait for them at once,
 * PostgreSQL says who goes on first. What runs outside of a transaction
 * is let through: rate limits, where several requests share one question, and announcements after a commit, which
 * belong to nobody any more.
 */
interface Actor {
  readonly name: string
  readonly atGate: (() => void)[]
  /** What PostgreSQL has not answered yet, by its connection. */
  readonly underWay: Map<pg.Client, { isBlocked: boolean }>
  isDone: boolean
}

type Query = (this: pg.Client, ...values: unknown[]) => unknown

const LOOK_MS = 2
/** By the wall's clock: somebody who has not moved for so long waits for something that no statement here gives. */
const PATIENCE_MS = 60_000
const current = new AsyncLocalStorage<Actor>()
/** The connections inside a transaction of somebody here. */
const open = new WeakSet<pg.Client>()
let onChange: () => void = () => {}

/** Once per process, after everything that stands there too. */
export function watchGate(): void {
  const original: Query = Reflect.get(pg.Client.prototype, 'query')
  const query: Query = function (...values) {
    const actor = current.getStore()
    const text = textOf(values[0])
    if (actor === undefined || actor.isDone || !(open.has(this) || /^BEGIN/i.test(text))) {
      return original.apply(this, values)
    }
    if (/^(COMMIT|ROLLBACK)$/i.test(text)) open.delete(this)
    else open.add(this)
    const asked = passed(actor, this, () => answered(original, this, values))
    const callback = values.at(-1)
    if (typeof callback !== 'function') return asked
    asked.then(
      (result) => callback(null, result),
      (error: unknown) => callback(error),
    )
  }
  Reflect.set(pg.Client.prototype, 'query', query)
}

/** Asks with a promise, however it was asked. */
function answered(original: Query, client: pg.Client, values: unknown[]): Promise<unknown> {
  const plain = typeof values.at(-1) === 'function' ? values.slice(0, -1) : values
  return Promise.resolve(original.apply(client, plain))
}

async function passed<T>(actor: Actor, client: pg.Client, run: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => {
    actor.atGate.push(resolve)
    onChange()
  })
  actor.underWay.set(client, { isBlocked: false })
  try {
    return await run()
  } finally {
    actor.underWay.delete(client)
    onChange()
  }
}

export interface Part<T> {
  readonly name: string
  readonly act: () => Promise<T>
}

/** Runs them at once in the seed's order; what each came to, and the order there was. */
export async function interleave<T>(
  watcher: pg.Client,
  random: Random,
  parts: readonly Part<T>[],
): Promise<{
  readonly results: readonly T[]
  readonly order: readonly string[]
  /** Two waited for locks at once: who of them goes on first is PostgreSQL's to say, and not the seed's. */
  readonly isCrowded: boolean
}> {
  const order: string[] = []
  let isCrowded = false
  const actors = parts.map(({ name }): Actor => ({ name, atGate: [], underWay: new Map(), isDone: false }))
  const working = Promise.all(
    parts.map(async ({ act }, place) => {
      const actor = actors[place]
      if (actor === undefined) throw new Error('There is nobody to act')
      try {
        return await current.run(actor, act)
      } finally {
        actor.isDone = true
        onChange()
      }
    }),
  )
  // A failure is the caller's to see, at the end.
  working.catch(() => undefined)
  while (actors.some(({ isDone }) => !isDone)) {
    await untilQuiet(watcher, actors)
    isCrowded ||= actors.filter(isBlocked).length > 1
    const ready = actors.filter(({ atGate }) => atGate.length > 0)
    if (ready.length === 0) continue
    const next = random.pick(ready)
    order.push(next.name)
    next.atGate.shift()?.()
    // What was let go is under way before anybody looks again.
    await Promise.resolve()
  }
  return { results: await working, order, isCrowded }
}

/** Until everybody has stopped at the gate, is done, or waits for a lock that somebody here holds. */
async function untilQuiet(watcher: pg.Client, actors: readonly Actor[]): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const look = { isStale: false }
    const changed = new Promise<void>((resolve) => {
      onChange = () => {
        look.isStale = true
        resolve()
      }
    })
    await noteBlocked(watcher, actors)
    // Somebody went on meanwhile: whoever waited for them may have been woken since.
    if (look.isStale) continue
    const isQuiet = actors.every(isAtRest)
    const mayMove = actors.some(({ atGate }) => atGate.length > 0) || actors.every(({ isDone }) => isDone)
    if (isQuiet && mayMove) return
    if (performance.now() > until) throw new Error(`Nobody moves: ${actors.map(toText).join(', ')}`)
    await Promise.race([changed, delay(LOOK_MS)])
  }
}

function toText({ name, isDone, atGate, underWay }: Actor): string {
  const waits = [...underWay.values()].map(({ isBlocked }) =>
    isBlocked ? 'waits for a lock' : 'is with PostgreSQL',
  )
  return `${name} ${[isDone ? 'is done' : `has ${atGate.length} at the gate`, ...waits].join(', ')}`
}

function isBlocked({ underWay }: Actor): boolean {
  return [...underWay.values()].some((wait) => wait.isBlocked)
}

function isAtRest({ isDone, atGate, underWay }: Actor): boolean {
  if (isDone) return true
  const waits = [...underWay.values()]
  return waits.every(({ isBlocked }) => isBlocked) && (waits.length > 0 || atGate.length > 0)
}

async function noteBlocked(watcher: pg.Client, actors: readonly Actor[]): Promise<void> {
  const asked = actors.flatMap(({ underWay }) =>
    [...underWay].map(([client, wait]) => ({ pid: Number(Reflect.get(client, 'processID')), wait })),
  )
  if (asked.length === 0) return
  const { rows } = await watcher.query<{ pid: number }>({
    name: 'blocked',
    text: 'SELECT p.pid FROM unnest($1::integer[]) AS p(pid) WHERE cardinality(pg_blocking_pids(p.pid)) > 0',
    values: [asked.map(({ pid }) => pid)],
  })
  const blocked = new Set(rows.map(({ pid }) => pid))
  for (const { pid, wait } of asked) wait.isBlocked = blocked.has(pid)
}
