import type { Arena } from './arena.ts'
import { startBare } from './contenders/bare.ts'
import type { Contender } from './contenders/contender.ts'
import { startReal } from './contenders/real.ts'
import { playRounds, type Score } from './measure/rounds.ts'
import type { Options } from './options.ts'
import type { Profile } from './profile/profile.ts'
import { scoreTable, verdicts } from './report.ts'
import { type Audience, gather, liveTurn } from './work/live.ts'

const LISTENERS = 99
const WARM_UP_PUSHES = 50

export async function runW3(arena: Arena, options: Options, profile: Profile | null): Promise<string> {
  const pushes = options.quick ? 50 : 200
  const contenders = [await startReal(arena, 'w3_real', profile?.env), await startBare(arena, 'w3_bare')]
  const audiences = new Map<Contender, Audience>()
  for (const contender of contenders) audiences.set(contender, await gather(contender, LISTENERS))
  const turn = (contender: Contender, count: number, label: string) => {
    const audience = audiences.get(contender)
    if (audience === undefined) throw new Error(`${contender.name} has no audience`)
    return liveTurn(audience, count, label)
  }
  const scores = await playRounds(arena, contenders, options.rounds, {
    warmUp: (contender, label) => turn(contender, WARM_UP_PUSHES, label),
    turn: (contender, label) => turn(contender, pushes, label),
  })
  for (const audience of audiences.values()) audience.hangUp()
  for (const contender of contenders) await contender.stop()
  return `${LISTENERS} listeners, ${pushes} documents one by one, ${options.rounds} rounds\n\n${report(scores)}`
}

function report(scores: readonly Score[]): string {
  const [real] = scores
  if (!real) throw new Error('W3 needs a score')
  const targets = verdicts([
    { words: 'a listener, p50', value: real.p50, limit: 10, is: 'at most', unit: ' ms', digits: 1 },
    { words: 'a listener, p99', value: real.p99, limit: 25, is: 'at most', unit: ' ms', digits: 1 },
  ])
  return `${scoreTable(scores)}\n\n${targets}`
}
