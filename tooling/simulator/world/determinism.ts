import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { Random } from './random.ts'

/** What the server's code asks the machine for, answered by the world instead. */
export interface Machine {
  now(): number
  random: Random
}

let machine: Machine | null = null
let offMs = 0

/** From here on, this process tells the time, draws and names things as the machine says. */
export function useMachine(next: Machine): void {
  if (machine === null) replaceGlobals()
  machine = next
}

/** While `work` runs this process's clock is off; nothing else runs meanwhile. */
export async function withClockOff<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  offMs = milliseconds
  try {
    return await work()
  } finally {
    offMs = 0
  }
}

/** While `work` runs, what it draws is drawn elsewhere: how often it draws shifts nothing of the world. */
export async function withOtherChances<T>(random: Random, work: () => Promise<T>): Promise<T> {
  const kept = machine
  if (kept !== null) machine = { now: kept.now, random }
  try {
    return await work()
  } finally {
    machine = kept
  }
}

function replaceGlobals(): void {
  const RealDate = Date
  const now = () => (machine === null ? RealDate.now() : machine.now() + offMs)
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
  const realUuid = crypto.randomUUID
  crypto.randomUUID = () => (machine === null ? realUuid() : asUuid(machine.random.uuid()))
  Math.random = () => machine?.random.next() ?? 0.5
  syncBuiltinESMExports()
  // What repeats by itself would do so by the wall's clock: the world calls it when its own clock says so.
  globalThis.setInterval = Object.assign(
    () => setTimeout(() => {}, 0).unref(),
    globalThis.setInterval,
  ) as typeof globalThis.setInterval
}

function asUuid(text: string): crypto.UUID {
  const [a = '', b = '', c = '', d = '', e = ''] = text.split('-')
  return `${a}-${b}-${c}-${d}-${e}`
}
