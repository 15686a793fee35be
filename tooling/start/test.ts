/** `npm test`: the check, simulated worlds, then the browser. */
import { runSteps } from './suite/run.ts'
import { BROWSER_STEP, CHECK_STEPS, SIMULATION_STEPS } from './suite/steps.ts'

await runSteps([...CHECK_STEPS, ...SIMULATION_STEPS, BROWSER_STEP])
