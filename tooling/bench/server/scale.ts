/** Does a document cost more when there are many already? W1 and W2 on tables of 10^4, 10^5 and 10^6. */
import { table } from '../table.ts'
import { type Arena, withClient } from './arena.ts'
import { startBare } from './contenders/bare.ts'
import type { Contender } from './contenders/contender.ts'
import { startReal } from './contenders/real.ts'
import { playRounds, type Score } from './measure/rounds.ts'
import { median } from './measure/statistics.ts'
import type { Options } from './options.ts'
import { costOf, type Target, verdicts, whole } from './report.ts'
import { pullBeginning, pullTurn } from './work/pull.ts'
import { type PushSize, pushTurn } from './work/push.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const CHUNK = 20_000
const PUSH: PushSize = { devices: 50, batches: 1 }
const READERS = 2
/** Flat, but for indexes that become a level higher, and for the noise of one run. */
const GROWTH_MAX = 1.25

interface Measured {
  readonly documents: number
  readonly push: readonly Score[]
  readonly pull: readonly Score[]
}

export async function runScale(arena: Arena, options: Options): Promise<string> {
  const measured: Measured[] = []
  for (const size of SIZES) measured.push(await measureAt(arena, options.quick ? size / 10 : size, options))
  return `\n${costTable(measured)}\n\n${verdicts([...growthOf('push', measured), ...growthOf('pull', measured)])}`
}

async function measureAt(arena: Arena, documents: number, { rounds }: Options): Promise<Measured> {
  const contenders = [
    await startReal(arena, `scale_real_${documents}`),
    await startBare(arena, `scale_bare_${documents}`),
  ]
  for (const contender of contenders) await fill(contender, documents)
  console.log(`  ${whole(documents)} documents: reading`)
  const pull = await playRounds(arena, contenders, documents < 1_000_000 ? rounds : 1, {
    warmUp: (contender) => pullBeginning(contender, 40),
    turn: (contender) => pullTurn(contender, READERS, documents),
  })
  console.log(`  ${whole(documents)} documents: writing`)
  const push = await playRounds(arena, contenders, rounds, {
    warmUp: (contender, label) => pushTurn(contender, PUSH, label),
    turn: (contender, label) => pushTurn(contender, PUSH, label),
  })
  for (const contender of contenders) await contender.stop()
  return { documents, push, pull }
}

async function fill(contender: Contender, documents: number): Promise<void> {
  for (let filled = 0; filled < documents; filled += CHUNK) {
    const count = Math.min(CHUNK, documents - filled)
    await contender.fill({ prefix: `STOCK-${filled / CHUNK}-`, count, isEdited: false })
    if (filled % (10 * CHUNK) === 0)
      console.log(`  ${contender.name}: ${whole(filled + count)} documents filled in`)
  }
  await withClient(contender.databaseUrl, (client) => client.query('VACUUM ANALYZE'))
}

function costTable(measured: readonly Measured[]): string {
  const cells = (score: Score | undefined) =>
    score === undefined
      ? ['', '', '']
      : [
          whole(median(score.rates)),
          score.serverUs?.toFixed(1) ?? 'n/a',
          score.databaseUs?.toFixed(1) ?? 'n/a',
        ]
  const rows = measured.flatMap(({ documents, push, pull }) =>
    push.map((score, index) => [whole(documents), score.name, ...cells(score), ...cells(pull[index])]),
  )
  const head = [
    'in the table',
    '',
    'W1 docs/s',
    'server us',
    'database us',
    'W2 docs/s',
    'server us',
    'database us',
  ]
  return table([head, ...rows], [1])
}

/** What a document costs the real server at the largest size, as a multiple of that at the smallest. */
function growthOf(work: 'push' | 'pull', measured: readonly Measured[]): Target[] {
  const [before, after] = [measured[0], measured.at(-1)].map((at) => {
    const [real] = at?.[work] ?? []
    return real === undefined ? null : costOf(real)
  })
  const value = before == null || after == null ? null : after / before
  const words = `${work === 'push' ? 'W1' : 'W2'}, cost of a document at the largest to the smallest`
  return [{ words, value, limit: GROWTH_MAX, is: 'at most', unit: '', digits: 2 }]
}
