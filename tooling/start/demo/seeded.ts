/** Chance without surprise: the same seed makes the same company every time. */
export interface Seeded {
  /** In [0, 1). */
  next(): number
  /** A whole number between the two, both included. */
  between(least: number, most: number): number
  pick<T>(choices: readonly T[]): T
  /** True about so often. */
  chance(probability: number): boolean
}

/** mulberry32: small, fast and good enough for choosing names. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (choices) => {
      const chosen = choices[Math.floor(next() * choices.length)]
      if (chosen === undefined) throw new RangeError('nothing to pick from')
      return chosen
    },
    chance: (probability) => next() < probability,
  }
}

/** A seed of a text, so that the same name always writes the same signature. */
export function seedOf(text: string): number {
  let hash = 2166136261
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 16777619)
  return hash >>> 0
}
