/** `npm run bench`: the real server beside a bare one and beside PostgreSQL alone, in turns, in one run. */
import { openArena } from './server/arena.ts'
import { runDay } from './server/day/day.ts'
import { readOptions } from './server/options.ts'
import { openProfile } from './server/profile/profile.ts'
import { describeMachine } from './server/report.ts'
import { runScale } from './server/scale.ts'
import { runSockets } from './server/sockets/sockets.ts'
import { runW1 } from './server/w1.ts'
import { runW2 } from './server/w2.ts'
import { runW3 } from './server/w3.ts'

const WORKS = {
  w1: { title: 'W1: devices come back with what they did', run: runW1 },
  w2: { title: 'W2: devices that have nothing read everything', run: runW2 },
  w3: { title: 'W3: a change reaches those who are connected', run: runW3 },
  sockets: { title: 'Sockets: two thousand connections to three processes', run: runSockets },
}

const options = readOptions(process.argv.slice(2))
console.log(describeMachine())
const profile = options.profile ? openProfile() : null
const arena = await openArena({ counting: options.profile })
try {
  for (const work of options.works) {
    const { title, run } = WORKS[work]
    console.log(`\n${title}\n${await run(arena, options, profile)}`)
  }
  if (options.scale) console.log(`\nW1 and W2 as the tables grow\n${await runScale(arena, options)}`)
  if (options.day) console.log(`\nA day's work of a hundred people\n${await runDay(arena)}`)
  if (profile !== null) console.log(`\nCPU profiles of the real server:\n${profile.files()}`)
} finally {
  await arena.stop()
}
process.exit()
