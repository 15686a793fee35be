export interface Dice {
  /** The items in a new order. */
  shuffled<Item>(items: readonly Item[]): readonly Item[]
  /** A whole number from 0, under the limit. */
  below(limit: number): number
  /** Yes, in this share of all throws. */
  chance(share: number): boolean
}

/** The same throws for the same seed (mulberry32), so that every run merges the same documents. */
export function throwDice(seed: number): Dice {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
  }
}
