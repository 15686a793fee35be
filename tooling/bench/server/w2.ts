import type { Arena } from './arena.ts'
import { withClient } from './arena.ts'
import { startAlone } from './contenders/alone.ts'
import { startBare } from './contenders/bare.ts'
import type { Contender } from './contenders/contender.ts'
import { startReal } from './contenders/real.ts'
import { playRounds, ratioOf, type Score } from './measure/rounds.ts'
import type { Options } from './options.ts'
import type { Profile } from './profile/profile.ts'
import { ratioLines, scoreTable, verdicts } from './report.ts'
import { pullTurn } from './work/pull.ts'

const DEVICES = 100

export async function runW2(arena: Arena, options: Options, profile: Profile | null): Promise<string> {
  const documents = options.quick ? 1000 : 5000
  const contenders = [
    await startReal(arena, 'w2_real', profile?.env),
    await startBare(arena, 'w2_bare'),
    await startAlone(arena, 'w2_alone'),
    await startUnanalyzed(arena),
  ]
  for (const contender of contenders) await fill(contender, documents)
  const scores = await playRounds(arena, contenders, options.rounds, {
    warmUp: (contender) => pullTurn(contender, 10, documents),
    turn: (contender) => pullTurn(contender, DEVICES, documents),
  })
  for (const contender of contenders) {
    if (isUnanalyzed(contender)) await withClient(contender.databaseUrl, assertUnanalyzed)
    await contender.stop()
  }
  return `${DEVICES} devices, each ${documents} documents, ${options.rounds} rounds\n\n${report(scores)}`
}

async function fill(contender: Contender, count: number): Promise<void> {
  await contender.fill({ prefix: 'STOCK-', count, isEdited: false })
  if (isUnanalyzed(contender)) return
  await withClient(contender.databaseUrl, (client) => client.query('ANALYZE'))
}

const UNANALYZED = 'real, never analyzed'
const isUnanalyzed = ({ name }: Contender) => name === UNANALYZED

/** The planner knows nothing of these tables, as right after a mass upload, and nothing will tell it. */
async function startUnanalyzed(arena: Arena): Promise<Contender> {
  const real = await startReal(arena, 'w2_unanalyzed')
  await withClient(real.databaseUrl, (client) =>
    client.query(`DO $$ DECLARE t regclass; BEGIN
      FOR t IN SELECT c.oid FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', t); END LOOP; END $$`),
  )
  return { ...real, name: UNANALYZED }
}

async function assertUnanalyzed(client: Parameters<Parameters<typeof withClient>[1]>[0]): Promise<void> {
  const { rows } = await client.query<{ reltuples: number }>(
    `SELECT reltuples FROM pg_class WHERE oid = 'document'::regclass`,
  )
  if (rows[0]?.reltuples !== -1) throw new Error('The database that must not be analyzed was')
}

function report(scores: readonly Score[]): string {
  const [real, bare, alone, unanalyzed] = scores
  if (!real || !bare || !alone || !unanalyzed) throw new Error('W2 needs four scores')
  const slowdown = ratioOf(real, unanalyzed)
  const targets = verdicts([
    {
      words: 'of the bare server',
      value: ratioOf(real, bare),
      limit: 0.8,
      is: 'at least',
      unit: '',
      digits: 2,
    },
    { words: 'page p99', value: real.p99, limit: 2000, is: 'at most', unit: ' ms' },
    { words: 'analyzed / never analyzed', value: slowdown, limit: 1.5, is: 'at most', unit: '', digits: 2 },
  ])
  return `${scoreTable(scores)}\n\n${ratioLines(real, bare, alone)}\n\n${targets}`
}
