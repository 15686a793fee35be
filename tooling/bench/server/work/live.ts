/** W3: one device sends a document, and all the others that are connected hear of it. */
import { randomUUID } from 'node:crypto'
import type { LiveContender } from '../contenders/contender.ts'
import { type Done, type Turn, timed } from '../measure/turn.ts'
import { insertion } from './tickets.ts'

export interface Audience {
  readonly contender: LiveContender
  /** Sends one document and returns how long each listener waited for it, in milliseconds. */
  send(name: string): Promise<number[]>
  hangUp(): void
}

const PATIENCE_MS = 20_000

export async function gather(contender: LiveContender, listeners: number): Promise<Audience> {
  await contender.prepare()
  let hear: (text: string) => void = () => {}
  const lines = await Promise.all(
    Array.from({ length: listeners }, () => contender.listen((text) => hear(text))),
  )
  const device = randomUUID()
  return {
    contender,
    hangUp: () => {
      for (const hangUp of lines) hangUp()
    },
    send: async (name) => {
      const ready = contender.ready(device, [insertion(name, 0, new Date().toISOString())])
      const latencies: number[] = []
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const patience = setTimeout(() => {
        reject(new Error(`${contender.name}: ${latencies.length} of ${listeners} heard of ${name}`))
      }, PATIENCE_MS)
      const began = performance.now()
      hear = (text) => {
        if (!text.includes(`"${name}"`)) return
        latencies.push(performance.now() - began)
        if (latencies.length === listeners) resolve()
      }
      const [answer] = await Promise.all([ready(), promise]).finally(() => clearTimeout(patience))
      if (contender.tally(answer).applied !== 1) throw new Error(`${contender.name} did not take ${name}`)
      return latencies
    },
  }
}

export async function liveTurn(audience: Audience, pushes: number, label: string): Promise<Turn> {
  await audience.contender.prepare()
  const work = async (): Promise<Done> => {
    const latencies: number[] = []
    for (let push = 0; push < pushes; push++) latencies.push(...(await audience.send(`${label}-L-${push}.`)))
    return { docs: pushes, latencies }
  }
  return timed(audience.contender, work)
}
