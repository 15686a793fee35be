/** `npm run sim:planted`: plants one known mistake at a time into a copy and sees that the check meant for it sees it. */
import { availableParallelism } from 'node:os'
import { optionsOf } from '../run/options.ts'
import { Worker } from '../run/workers.ts'
import type { Bug, Hunt } from './bug.ts'
import { CLIENT_BUGS } from './client-bugs.ts'
import { huntInterleavings } from './interleavings.ts'
import { copyProduct } from './product-copy.ts'
import { SERVER_BUGS } from './server-bugs.ts'

/** A mistake that so many worlds do not show is not seen. */
const SEEDS_MAX = 60

const named = process.argv.slice(2)
const left = [...CLIENT_BUGS, ...SERVER_BUGS].filter(({ id }) => named.length === 0 || named.includes(id))
const began = performance.now()
let survivors = 0
console.log(
  '| planted | what it does to people | the check that sees it | seeds it took |\n|---|---|---|---|',
)
await Promise.all(Array.from({ length: availableParallelism() }, huntAll))
console.log(`\n${survivors} not seen, ${Math.round((performance.now() - began) / 1000)} s`)
process.exitCode = survivors > 0 ? 1 : 0

/** One after the other, beside others who do the same. */
async function huntAll(): Promise<void> {
  for (let bug = left.shift(); bug !== undefined; bug = left.shift()) {
    const { seed, others } = await hunt(bug)
    if (seed === null) survivors += 1
    const seen = seed ?? `NOT SEEN (${[...others].join(', ') || 'nothing was'})`
    console.log(`| \`${bug.id}\` | ${bug.says} | ${bug.check} | ${seen} |`)
  }
}

async function hunt(bug: Bug): Promise<Hunt> {
  const copy = copyProduct(`planted-${bug.id}`)
  try {
    for (const place of bug.places) copy.plant(place)
    return bug.scenario === undefined
      ? await huntWorlds(copy.root, bug)
      : await huntInterleavings(copy.root, bug.scenario, SEEDS_MAX)
  } finally {
    copy.remove()
  }
}

async function huntWorlds(root: string, { check, rates }: Bug): Promise<Hunt> {
  const worker = new Worker(root)
  const others = new Set<string>()
  try {
    for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
      const drawn = optionsOf(seed)
      const options = { ...drawn, rates: { ...drawn.rates, ...rates } }
      const { violations } = await worker.run({ options, twice: false, tell: false })
      if (violations.some((violation) => violation.check === check)) return { seed, others }
      for (const violation of violations) others.add(violation.check)
    }
    return { seed: null, others }
  } finally {
    await worker.close()
  }
}
