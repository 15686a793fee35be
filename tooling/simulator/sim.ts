/** `npm run sim`: lives through worlds of devices and faults, and looks whether anything was lost. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { DOCTYPES_OF_WORK } from './devices/work.ts'
import { ROOT } from './planted/product-copy.ts'
import { corpus, parseOptions } from './run/corpus.ts'
import { type Options, optionsOf } from './run/options.ts'
import { addUp, lineOf, missingFrom, nothingYet, progressOf, shortestOf, summaryOf } from './run/report.ts'
import type { SeedResult } from './run/result.ts'
import { shrink } from './run/shrink.ts'
import type { Job } from './run/worker.ts'
import { share, Worker } from './run/workers.ts'

const { values } = parseArgs({
  allowNegative: true,
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    /** One seed, with its story. */
    seed: { type: 'string' },
    /** One world that was printed before, with its story. */
    options: { type: 'string' },
    /** The kept worlds first, each twice. */
    corpus: { type: 'boolean', default: false },
    /** No new seed after so many seconds. */
    for: { type: 'string' },
    /** Worlds in which everybody works on records of one DocType. */
    about: { type: 'string' },
    /** How many processes share the seeds. */
    jobs: { type: 'string', default: String(availableParallelism()) },
    /** Lives through each seed twice: both times must be the same. */
    twice: { type: 'boolean', default: false },
    /** Looks for the shortest story of the first failure, for at most so many seconds. */
    shrink: { type: 'boolean', default: true },
    'shrink-for': { type: 'string', default: '90' },
    /** A folder with built code in place of the repository's own. */
    root: { type: 'string', default: ROOT },
  },
})

if (values.about !== undefined && !DOCTYPES_OF_WORK.has(values.about)) {
  throw new Error(`--about is one of ${[...DOCTYPES_OF_WORK].join(', ')}`)
}
const began = performance.now()
const seconds = () => (performance.now() - began) / 1000
const one = values.options === undefined ? values.seed : parseOptions(JSON.parse(values.options))
const kept = values.corpus ? corpus() : []
const seeds = values.for !== undefined && !process.argv.includes('--seeds') ? null : Number(values.seeds)
const total = nothingYet()
let isStopping = false
let firstBroken: SeedResult | null = null
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    isStopping = true
  })
}

function* jobs(): Generator<Job> {
  if (one !== undefined) return yield jobOf(typeof one === 'string' ? drawn(Number(one)) : one, true)
  for (const options of kept) yield { ...jobOf(options), twice: true }
  for (let seed = Number(values.from); !isStopping; seed += 1) {
    if (seeds !== null && seed >= Number(values.from) + seeds) return
    if (values.for !== undefined && seconds() > Number(values.for)) return
    yield jobOf(drawn(seed))
  }
}

function drawn(seed: number): Options {
  const { about } = values
  return about === undefined ? optionsOf(seed) : { ...optionsOf(seed), about }
}

function jobOf(options: Options, tell = false): Job {
  return { options, tell, twice: values.twice }
}

/** The same check must be broken, or it is another story. */
async function shorten(broken: SeedResult, worker: Worker): Promise<SeedResult> {
  const checks = new Set(broken.violations.map(({ check }) => check))
  const until = seconds() + Number(values['shrink-for'])
  const tryOut = async (options: Options) => {
    const result = await worker.run(jobOf(options, true))
    return result.violations.some(({ check }) => checks.has(check)) ? result : null
  }
  return shrink(broken, tryOut, () => !isStopping && seconds() < until)
}

const count = one === undefined ? Math.max(1, Math.min(Number(values.jobs), seeds ?? Infinity)) : 1
const workers = Array.from({ length: count }, () => new Worker(values.root))
const expected = seeds === null ? null : seeds + kept.length
const progress = setInterval(() => console.error(progressOf(total, expected, seconds())), 30_000)
try {
  await share(workers, jobs(), (result) => {
    addUp(total, result)
    if (one !== undefined) console.log(result.story.join('\n'))
    console.log(lineOf(result))
    if (result.violations.length === 0) return
    firstBroken ??= result
  })
  const took = seconds()
  const [worker] = workers
  if (firstBroken !== null && values.shrink && worker !== undefined) {
    isStopping = false
    console.log(shortestOf(await shorten(firstBroken, worker)))
  }
  console.log(summaryOf(total, took))
} finally {
  clearInterval(progress)
  await Promise.all(workers.map((worker) => worker.close()))
}
// Where people work on one DocType only, not everything that happens now and then can.
const missing = values.about === undefined ? missingFrom(total) : []
if (missing.length > 0) console.log(`NEVER HAPPENED: ${missing.join(', ')}`)
process.exitCode = total.broken.length + missing.length > 0 ? 1 : 0
