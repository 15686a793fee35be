/** `npm test`: the check, then the browser. */
import { runSteps } from './suite/run.ts'
import { BROWSER_STEP, CHECK_STEPS } from './suite/steps.ts'

await runSteps([...CHECK_STEPS, BROWSER_STEP])
