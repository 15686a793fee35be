import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Hunt } from './bug.ts'

const INTERLEAVE = fileURLToPath(new URL('../interleave.ts', import.meta.url))

/** Lives through one scenario in a process of its own; it says which of its seeds were broken. */
export async function huntInterleavings(root: string, scenario: string, seeds: number): Promise<Hunt> {
  const asked = ['--root', root, '--scenario', scenario, '--seeds', String(seeds), '--until-broken']
  const child = spawn(process.execPath, [INTERLEAVE, ...asked], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let seed: number | null = null
  for await (const line of createInterface({ input: child.stdout })) {
    const [, number] = / seed (\d+): /.exec(line) ?? []
    if (number !== undefined) seed ??= Number(number)
  }
  await ended
  return { seed, others: new Set() }
}
