import { seconds, step as show } from '../process/screen.ts'
import { listenForStop } from '../process/stopping.ts'
import { type Counts, NOTHING, sum } from './counts.ts'
import { failures } from './failures.ts'
import { forgetResults } from './results.ts'
import type { Step } from './steps.ts'

interface Outcome {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'not run'
  readonly tookMs: number
  readonly counts: Counts
}

/** Runs every step, also after one has failed, then says what came out. Ends the process. */
export async function runSteps(steps: readonly Step[]): Promise<never> {
  const stopping = listenForStop()
  forgetResults()
  const outcomes: Outcome[] = []
  let isPointless = false
  for (const [index, step] of steps.entries()) {
    if (isPointless) {
      outcomes.push({ name: step.name, state: 'not run', tookMs: 0, counts: NOTHING })
      continue
    }
    const outcome = await runStep(step, `[${index + 1}/${steps.length}] ${step.name}`, stopping.signal)
    if (stopping.signal.aborted) process.exit(stopping.code())
    outcomes.push(outcome)
    // At once, for whoever watches; and again at the end, for whoever comes back.
    if (outcome.state === 'failed') sayFailures()
    isPointless = outcome.state === 'failed' && step.isFoundation === true
  }
  const total = outcomes.map((outcome) => outcome.counts).reduce(sum, NOTHING)
  sayFailures()
  console.log(`\n${summary(outcomes)}\n\n${total.passed} passed, ${total.failed} failed`)
  process.exit(outcomes.every((outcome) => outcome.state === 'passed') ? 0 : 1)
}

function sayFailures(): void {
  for (const failure of failures()) console.log(`\n${failure}`)
}

async function runStep(step: Step, label: string, signal: AbortSignal): Promise<Outcome> {
  const began = performance.now()
  const passed = await show(label, async (say) => {
    const result = await step.run(signal, say).catch((error: unknown) => {
      if (!signal.aborted) console.error(error instanceof Error ? error.message : error)
      return false
    })
    say(result ? 'passed' : 'FAILED')
    return result
  })
  const counted = step.count?.() ?? NOTHING
  // A step that fails without a failing test is itself what failed.
  const counts = passed || counted.failed > 0 ? counted : { ...counted, failed: 1 }
  return { name: step.name, state: passed ? 'passed' : 'failed', tookMs: performance.now() - began, counts }
}

function summary(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map((outcome) => outcome.name.length))
  return outcomes
    .map(({ name, state, tookMs, counts }) => {
      const tests = counts.passed > 0 ? `   ${counts.passed} passed, ${counts.failed} failed` : ''
      return `  ${name.padEnd(width)}  ${state.padEnd(7)}  ${seconds(tookMs).padStart(8)}${tests}`
    })
    .join('\n')
}
