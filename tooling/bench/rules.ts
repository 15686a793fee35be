/** `npm run bench:rules`: resolutions per second in each strategy, beside three general libraries. */
import { BUSY, editedDocuments, type Mix, ORDINARY } from './rules/documents.ts'
import { libraryContenders } from './rules/libraries.ts'
import { measure, type Plan } from './rules/measure.ts'
import { describeDocuments, describeMachine, ratesTable, ratioTable, verdicts } from './rules/report.ts'
import { strategyContenders } from './rules/strategies.ts'

const PLAN: Plan = { cases: 256, rounds: 11, warmUpMs: 500, turnMs: 150 }

console.log(`${describeMachine()}\n${PLAN.rounds} rounds of ${PLAN.turnMs} ms each in turn, after a warm-up.`)
for (const mix of [ORDINARY, BUSY]) compare(mix)
console.log(`\nAt the end: ${describeMachine()}`)

function compare(mix: Mix): void {
  const cases = editedDocuments(mix, PLAN.cases)
  const strategies = strategyContenders(cases)
  console.log(`\n${mix.name}: ${describeDocuments(cases)}\n`)
  const rates = measure([...strategies, ...libraryContenders(cases)], PLAN)
  const ours = rates.slice(0, strategies.length)
  const theirs = rates.slice(strategies.length)
  console.log(`${ratesTable(rates)}\n\nTimes as fast, by medians:\n${ratioTable(ours, theirs)}\n`)
  console.log(verdicts(ours))
}
