import type { Arena } from './arena.ts'
import { startAlone } from './contenders/alone.ts'
import { startBare } from './contenders/bare.ts'
import { startReal } from './contenders/real.ts'
import { playRounds, ratioOf, type Score } from './measure/rounds.ts'
import type { Options } from './options.ts'
import type { Profile } from './profile/profile.ts'
import { costOf, ratioLines, scoreTable, verdicts } from './report.ts'
import { type PushSize, pushTurn } from './work/push.ts'

export async function runW1(arena: Arena, options: Options, profile: Profile | null): Promise<string> {
  const size: PushSize = options.quick ? { devices: 100, batches: 1 } : { devices: 100, batches: 10 }
  const warm: PushSize = { devices: 20, batches: options.quick ? 2 : 5 }
  const real = await startReal(arena, 'w1_real', profile?.env)
  const bare = await startBare(arena, 'w1_bare')
  const alone = await startAlone(arena, 'w1_alone')
  await profile?.begin(real.databaseUrl)
  const scores = await playRounds(arena, [real, bare, alone], options.rounds, {
    warmUp: (contender, label) => pushTurn(contender, warm, label),
    turn: (contender, label) => pushTurn(contender, size, label),
  })
  const statements = await profile?.statements(real.databaseUrl)
  for (const contender of [real, bare, alone]) await contender.stop()
  const found = statements === undefined ? '' : `\n\n${statements}`
  return `${size.devices} devices, each ${size.batches} batches of 100, ${options.rounds} rounds\n\n${report(scores)}${found}`
}

function report(scores: readonly Score[]): string {
  const [real, bare, alone] = scores
  if (!real || !bare || !alone) throw new Error('W1 needs three scores')
  const targets = verdicts([
    {
      words: 'of the bare server',
      value: ratioOf(real, bare),
      limit: 0.7,
      is: 'at least',
      unit: '',
      digits: 2,
    },
    { words: 'CPU of server and database', value: costOf(real), limit: 130, is: 'at most', unit: ' us/doc' },
    { words: 'batch p99', value: real.p99, limit: 1500, is: 'at most', unit: ' ms' },
    {
      words: 'memory of the server',
      value: real.peakBytes === null ? null : real.peakBytes / 1e6,
      limit: 400,
      is: 'at most',
      unit: ' MB',
    },
  ])
  return `${scoreTable(scores)}\n\n${ratioLines(real, bare, alone)}\n\n${targets}`
}
