/** `npm run sim:planted`: plants one known mistake at a time into a copy and sees that a seed finds it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { BUGS, type Bug } from './bugs.ts'
import { copyProduct } from './product-copy.ts'

const SIM = fileURLToPath(new URL('../sim.ts', import.meta.url))
const SEEDS_MAX = 80

let survivors = 0
console.log('| planted | what it does to people | seeds it took | seen as |\n|---|---|---|---|')
for (const bug of BUGS.filter(({ id }) => process.argv.length < 3 || process.argv.includes(id))) {
  const { seeds, check } = await hunt(bug)
  if (check === null) survivors += 1
  console.log(`| ${bug.id} | ${bug.says} | ${seeds} | ${check ?? 'NOT FOUND'} |`)
}
process.exitCode = survivors > 0 ? 1 : 0

async function hunt(bug: Bug): Promise<{ seeds: number; check: string | null }> {
  const copy = copyProduct(`planted-${bug.id}`)
  try {
    copy.plant(bug)
    const child = spawn(
      process.execPath,
      [SIM, '--root', copy.root, '--seeds', String(SEEDS_MAX), '--until-broken', '--no-shrink'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const ended = once(child, 'exit')
    let seeds = 0
    let check: string | null = null
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('seed ')) seeds += 1
      else check ??= /^ {2}([^:]+):/.exec(line)?.[1] ?? null
    }
    await ended
    return { seeds, check }
  } finally {
    copy.remove()
  }
}
