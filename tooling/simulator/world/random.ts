import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of chances. Every part of the world has its own, so that a draw in one shifts no other. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Both ends included. */
  int(from: number, to: number): number
  /** True so often, out of 1. */
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  uuid(): string
}

/** The stream of one part of one seed: the same name and seed give the same stream for ever. */
export function randomOf(seed: number, part: string): Random {
  let mixed = seed | 0
  for (const letter of part) mixed = (Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193) + 0x9e3779b9) | 0
  const generator = xoroshiro128plus(mixed)
  const int = (from: number, to: number) => uniformInt(generator, from, to)
  const next = () => int(0, 0x3fffffff) / 0x40000000
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[int(0, items.length - 1)]
      if (item === undefined) throw new Error('Nothing to pick from')
      return item
    },
    uuid: () => {
      const hex = (digits: number) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('')
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + int(0, 3)).toString(16)}${hex(3)}-${hex(12)}`
    },
  }
}
