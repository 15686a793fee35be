/** `npm run bench`: the real server beside a bare one and beside PostgreSQL alone, in turns, in one run. */
import { openArena } from './server/arena.ts'
import { readOptions } from './server/options.ts'
import { describeMachine } from './server/report.ts'
import { runW1 } from './server/w1.ts'

const options = readOptions(process.argv.slice(2))
console.log(describeMachine())
const arena = await openArena()
try {
  if (options.works.includes('w1')) console.log(`\nW1: devices come back\n${await runW1(arena, options, {})}`)
} finally {
  await arena.stop()
}
process.exit()
