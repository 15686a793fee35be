/** One turn of one contender: work on the clock, with what server and database spent on it. */
import type { Contender } from '../contenders/contender.ts'
import { cpuUsOf } from './processes.ts'

export interface Turn {
  readonly docs: number
  readonly seconds: number
  /** Of every batch, page or push, in milliseconds. */
  readonly latencies: readonly number[]
  readonly serverUs: number | null
  readonly databaseUs: number | null
  /** Of this process, which plays the devices on the same machine. */
  readonly devicesUs: number
}

export interface Done {
  readonly docs: number
  readonly latencies: readonly number[]
}

export async function timed(contender: Contender, work: () => Promise<Done>): Promise<Turn> {
  const { serverPid, databasePid } = contender
  const before = { server: cpuOf(serverPid), database: cpuUsOf(databasePid) }
  const own = process.cpuUsage()
  const began = performance.now()
  const { docs, latencies } = await work()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(own)
  return {
    docs,
    latencies,
    seconds,
    serverUs: spent(before.server, cpuOf(serverPid)),
    databaseUs: spent(before.database, cpuUsOf(databasePid)),
    devicesUs: user + system,
  }
}

/** No server of its own costs nothing. */
function cpuOf(pid: number | null): number | null {
  return pid === null ? 0 : cpuUsOf(pid)
}

function spent(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before
}
