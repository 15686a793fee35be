/**
 * Runs beside a throw-away server and reads a pipe from the process that asked for it. When that pipe
 * closes, however the process ended, the server is stopped and its folder removed.
 *
 *   node watchdog.ts <folder>      stdin: one line "<process number>\n" per server started
 */
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { programOf, waitForEnd } from './process-identity.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: watchdog.ts <folder>')

// The parent's signals reach its whole group in a terminal; this process must outlive them.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})

let server: number | undefined
for await (const line of createInterface({ input: process.stdin })) server = Number(line)

if (server !== undefined && programOf(server)?.includes('postgres')) {
  // Nobody wants this data any more: no checkpoint is needed.
  process.kill(server, 'SIGQUIT')
  await waitForEnd(server, 20_000)
}
for (let attempt = 0; attempt < 20; attempt++) {
  try {
    rmSync(folder, { recursive: true, force: true })
    break
  } catch {
    // A server process that is still ending may yet write a file.
    await pause(250)
  }
}
