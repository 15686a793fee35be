/** One process that lives through worlds, one after the other, on a database of its own. */
import type { Options } from './options.ts'
import { brokenOff, type SeedResult } from './result.ts'
import { runSeed } from './seed.ts'
import { setStage } from './stage.ts'

/** What a worker is asked. */
export interface Job {
  readonly options: Options
  /** Live through it twice: both must tell the same story. */
  readonly twice: boolean
  /** Send the whole story, not only what came out. */
  readonly tell: boolean
}

// A Ctrl-C reaches the whole family: the parent decides when this one ends.
process.on('SIGINT', () => {})
const stage = await setStage(process.argv[2] ?? '')
process.on('message', (job: Job) => void live(job).then((result) => process.send?.(result)))
process.once('disconnect', () => void stage.close().finally(() => process.exit()))
process.send?.('ready')

async function live({ options, twice, tell }: Job): Promise<SeedResult> {
  try {
    const result = await runSeed(stage, options)
    const again = twice ? await runSeed(stage, options) : result
    const violations = [...result.violations]
    if (again.fingerprint !== result.fingerprint) {
      violations.push({ check: 'a seed tells one story', detail: firstDifference(result.story, again.story) })
    }
    return { ...result, violations, story: tell ? result.story : [] }
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return brokenOff(options, detail)
  }
}

function firstDifference(one: readonly string[], other: readonly string[]): string {
  const place = one.findIndex((line, index) => line !== other[index])
  return `"${one[place] ?? 'nothing more'}", then "${other[place] ?? 'nothing more'}"`
}
