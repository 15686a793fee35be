/** `npm run sim:interleave`: requests at once on real connections, their statements in the order of a seed. */
import { parseArgs } from 'node:util'
import { checkInvariants } from '@dartwing/operate/check'
import { interleave, watchGate } from './interleave/gate.ts'
import { SCENARIOS, type Scenario } from './interleave/scenarios.ts'
import { signIn, Town } from './interleave/town.ts'
import { ROOT } from './planted/product-copy.ts'
import { START, type Stage, setStage } from './run/stage.ts'
import { useMachine } from './world/determinism.ts'
import { randomOf } from './world/random.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    /** One seed, with the order of its statements. */
    seed: { type: 'string' },
    scenario: { type: 'string' },
    /** Each seed twice: the order must be the same, unless two waited for locks at once. */
    twice: { type: 'boolean', default: false },
    'until-broken': { type: 'boolean', default: false },
    root: { type: 'string', default: ROOT },
  },
})

const first = Number(values.seed ?? values.from)
const last = first + (values.seed === undefined ? Number(values.seeds) : 1)
const stage = await setStage(values.root)
const asked = SCENARIOS.filter(({ id }) => (values.scenario ?? id) === id)
let all = 0
let broken = 0
try {
  const tokens = await signIn(stage)
  // Who waits for another one here learns soon that they wait for each other.
  await stage.owner.client.query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''20ms''', current_database()); END $$`,
  )
  watchGate()
  for (const scenario of asked) {
    const orders = new Set<string>()
    let lived = 0
    let crowded = 0
    for (let seed = first; seed < last && !(values['until-broken'] && broken > 0); seed += 1) {
      lived += 1
      const { order, wrong, isCrowded } = await runSchedule(stage, tokens, scenario, seed)
      orders.add(order.join())
      if (values.twice) {
        const again = await runSchedule(stage, tokens, scenario, seed)
        wrong.push(...again.wrong)
        if (isCrowded || again.isCrowded) crowded += 1
        else if (again.order.join() !== order.join()) {
          wrong.push(`two orders:\n    ${order.join(', ')}\n    ${again.order.join(', ')}`)
        }
      }
      if (values.seed !== undefined) console.log(order.join(', '))
      for (const line of wrong) console.log(`  ${scenario.id}, seed ${seed}: ${line}`)
      if (wrong.length > 0) broken += 1
    }
    all += lived
    const aside = crowded === 0 ? '' : `, ${crowded} with two who waited at once`
    console.log(`${scenario.id} (${scenario.says}): ${lived} seeds, ${orders.size} different orders${aside}`)
  }
} finally {
  await stage.close()
}
console.log(`${all} seeds in ${asked.length} scenarios, ${broken} broken`)
process.exitCode = broken > 0 ? 1 : 0

async function runSchedule(
  { owner, databaseUrl }: Stage,
  tokens: ReadonlyMap<string, string>,
  { id, set }: Scenario,
  seed: number,
): Promise<{ readonly order: readonly string[]; readonly wrong: string[]; readonly isCrowded: boolean }> {
  const random = randomOf(seed, `scenario ${id}`)
  await owner.clean(seed, START)
  // Whoever collides tries again at once: pauses would be the wall's clock.
  useMachine({ now: () => START, random: { ...random, next: () => 0 } })
  const { parts, wrong } = await set(new Town(stage, random, tokens))
  const { results, order, isCrowded } = await interleave(owner.client, randomOf(seed, `order ${id}`), parts)
  const failed = results
    .filter(({ status }) => status >= 500)
    .map(({ status, body }) => `answered ${status}: ${body}`)
  const broken = await wrong(results)
  const findings = (await checkInvariants(databaseUrl)).flatMap(({ findings: found }) =>
    found.flatMap(({ title, violations }) => violations.map(({ reason }) => `${title}: ${reason}`)),
  )
  return { order, isCrowded, wrong: [...failed, ...broken, ...findings] }
}
