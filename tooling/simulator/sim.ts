/** `npm run sim`: lives through worlds of devices and faults, and looks whether anything was lost. */
import { parseArgs } from 'node:util'
import { ROOT } from './planted/product-copy.ts'
import { addUp, lineOf, summaryOf, type Total } from './run/report.ts'
import { runSeed } from './run/seed.ts'
import { setStage } from './run/stage.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    /** One seed, with its story. */
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    /** Only those that leave this remainder: `1/2` and `2/2` share the seeds between two processes. */
    share: { type: 'string', default: '1/1' },
    root: { type: 'string', default: ROOT },
    'until-broken': { type: 'boolean', default: false },
    /** Lives through each seed twice: both times must be the same. */
    twice: { type: 'boolean', default: false },
  },
})

const first = Number(values.seed ?? values.from)
const last = first + (values.seed === undefined ? Number(values.seeds) : 1)
const [place = 1, shares = 1] = values.share.split('/').map(Number)
const total: Total = { seeds: 0, broken: [], mutations: 0, conflicts: 0, holds: 0, decisions: 0, counts: {} }
const stage = await setStage(values.root)
try {
  for (let seed = first; seed < last; seed += 1) {
    if (seed % shares !== place % shares) continue
    const result = await runSeed(stage, seed)
    if (values.twice) {
      const { fingerprint } = await runSeed(stage, seed)
      if (fingerprint !== result.fingerprint) throw new Error(`Seed ${seed} tells two stories`)
    }
    if (values.seed !== undefined) console.log(result.story.join('\n'))
    addUp(total, result)
    console.log(lineOf(result))
    if (result.violations.length > 0 && values['until-broken']) break
  }
  console.log(summaryOf(total))
} finally {
  await stage.close()
}
process.exitCode = total.broken.length > 0 ? 1 : 0
