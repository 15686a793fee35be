/** `npm run bench:rules`: resolutions per second in each strategy, beside three general libraries. */
import { editedDocuments } from './rules/documents.ts'
import { libraryContenders } from './rules/libraries.ts'
import { measure, type Plan } from './rules/measure.ts'
import { describeDocuments, describeMachine, ratesTable, ratioTable, verdicts } from './rules/report.ts'
import { strategyContenders } from './rules/strategies.ts'

const PLAN: Plan = { cases: 256, rounds: 12, warmUpMs: 500, turnMs: 150 }

const cases = editedDocuments(PLAN.cases)
const strategies = strategyContenders(cases)

console.log(`${describeMachine()}\n\n${describeDocuments(cases, PLAN)}\n`)
const rates = measure([...strategies, ...libraryContenders(cases)], PLAN)
const ours = rates.slice(0, strategies.length)
const theirs = rates.slice(strategies.length)
console.log(`${ratesTable(rates)}\n\nTimes as fast, by medians:\n${ratioTable(ours, theirs)}\n`)
console.log(`${verdicts(ours)}\n\nat the end: ${describeMachine()}`)
