import { parseArgs } from 'node:util'

const ALWAYS = ['w1', 'w2', 'w3'] as const
/** Three servers at once are more than two cores have beside anything else. */
const WORKS = [...ALWAYS, 'sockets'] as const
export type Work = (typeof WORKS)[number]

export interface Options {
  /** About a tenth, for while one works on the code. */
  readonly quick: boolean
  readonly works: readonly Work[]
  readonly scale: boolean
  readonly day: boolean
  readonly profile: boolean
  readonly rounds: number
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      scale: { type: 'boolean', default: false },
      day: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
    },
  })
  const strange = values.only.find((word) => !WORKS.some((work) => work === word))
  if (strange !== undefined) throw new Error(`--only takes ${WORKS.join(', ')}, not "${strange}".`)
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1.')
  // Growth and the day are runs of their own; with --only there are both.
  const isOwnRun = values.scale || values.day
  const works =
    values.only.length === 0 ? (isOwnRun ? [] : ALWAYS) : WORKS.filter((work) => values.only.includes(work))
  return { ...values, works, rounds }
}
