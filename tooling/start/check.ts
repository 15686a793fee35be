/** `npm run check`: everything that can be checked without a browser. */
import { runSteps } from './suite/run.ts'
import { CHECK_STEPS } from './suite/steps.ts'

await runSteps(CHECK_STEPS)
