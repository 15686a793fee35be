import { join } from 'node:path'
import { ensureChromium } from '../ensure-chromium.ts'
import { runChild } from '../process/child.ts'
import { ROOT } from '../process/paths.ts'
import { turbo } from '../process/turbo.ts'
import { build } from '../serve/build.ts'
import { type Counts, playwrightCounts, vitestCounts } from './counts.ts'
import { PLAYWRIGHT_RESULTS, VITEST_RESULTS } from './results.ts'

export interface Step {
  readonly name: string
  /** Without it nothing after it makes sense. */
  readonly isFoundation?: true
  /** Returns whether it passed. `say` is shown while it lasts. */
  run(signal: AbortSignal, say: (text: string) => void): Promise<boolean>
  count?(): Counts
}

/** What the product reads must not reach its tests: they make their own databases, ports and secrets. */
const CLEAN = {
  DATABASE_URL: undefined,
  PORT: undefined,
  DEMO: undefined,
  AUTH_SECRET: undefined,
  DATA_DIR: undefined,
}

export const CHECK_STEPS: readonly Step[] = [
  { name: 'Format and lint', run: quiet('biome', ['ci', '--colors=off']) },
  { name: 'Build', isFoundation: true, run: (signal) => build(signal, { thorough: true }).then(() => true) },
  { name: 'Download sizes', run: quietTurbo(['sizes', '--output-logs=errors-only']) },
  { name: 'Types', run: quietTurbo(['types', '--output-logs=errors-only', '--continue=always']) },
  {
    name: 'Boundaries',
    run: quiet('depcruise', [
      '--config',
      'tooling/boundaries/dependency-cruiser.config.cjs',
      'packages',
      'apps',
      'tooling',
    ]),
  },
  { name: 'Dead code', run: quiet('knip', ['--no-progress', '--no-config-hints']) },
  { name: 'Sizes and names', run: quiet('node', ['tooling/scripts/tidy.ts']) },
  { name: 'Generated documents', run: quiet('node', ['tooling/scripts/generate-docs.ts', '--check']) },
  { name: 'Unit, law and database tests', run: runTests, count: vitestCounts },
]

/** The kept worlds, then as many new ones as fit into its time; and each scenario in a few orders. */
export const SIMULATION_STEPS: readonly Step[] = [
  { name: 'Simulated worlds', run: simulated('sim.ts', '--corpus', '--for', '25') },
  { name: 'Interleavings', run: simulated('interleave.ts', '--seeds', '1') },
]

export const BROWSER_STEP: Step = { name: 'Browser tests', run: runBrowserTests, count: playwrightCounts }

function quiet(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Step['run'] {
  return async (signal) => {
    let said = ''
    const output = (text: string) => {
      said += text
    }
    const code = await runChild(binary(program), args, { signal, env: { ...CLEAN, ...env }, output })
    if (code !== 0 && !signal.aborted) console.error(said.trim())
    return code === 0
  }
}

function quietTurbo(tasks: readonly string[]): Step['run'] {
  const { args, env } = turbo(tasks)
  return quiet('turbo', args, env)
}

async function runTests(signal: AbortSignal): Promise<boolean> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_RESULTS}`]
  const call = turbo([
    'test',
    '--only',
    '--concurrency=1',
    '--continue=always',
    '--output-logs=new-only',
    '--',
    ...reporters,
  ])
  const code = await runChild(call.program, call.args, {
    signal,
    env: { ...CLEAN, ...call.env },
    output: 'inherit',
  })
  return code === 0
}

/** Its last line is what came out; all of it, when something is broken. */
function simulated(file: string, ...args: string[]): Step['run'] {
  return async (signal, say) => {
    let said = ''
    const output = (text: string) => {
      said += text
    }
    const call = [`tooling/simulator/${file}`, ...args]
    const code = await runChild(process.execPath, call, { signal, env: CLEAN, output })
    const last = said.trim().split('\n').at(-1) ?? ''
    if (code === 0) say(last)
    else if (!signal.aborted) console.error(said.trim())
    return code === 0
  }
}

async function runBrowserTests(signal: AbortSignal, say: (text: string) => void): Promise<boolean> {
  const chromium = await ensureChromium({ signal, say })
  say(`with ${chromium}`)
  const call = turbo([
    'e2e',
    '--only',
    '--concurrency=1',
    '--output-logs=new-only',
    '--',
    '--reporter=list,json',
  ])
  const env = {
    ...CLEAN,
    ...call.env,
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_RESULTS,
  }
  return (await runChild(call.program, call.args, { signal, env, output: 'inherit' })) === 0
}

function binary(name: string): string {
  if (name === 'node') return process.execPath
  return join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)
}
