/** What the properties of a file have really tried, printed when it ends: a law that met nothing proves nothing. */
import { afterAll } from 'vitest'
import type { Versions } from '../src/shapes.ts'

type Counts = Map<string, number>

export interface Tally {
  /** Counts one try of a law under each of these words. */
  saw(law: string, ...words: string[]): void
}

export function tallyOf(file: string): Tally {
  const countsByLaw = new Map<string, Counts>()
  afterAll(() => {
    const lines = [...countsByLaw].map(([law, counts]) => `  ${law}: ${toWords(counts)}`)
    console.info([`${file} tried`, ...lines].join('\n'))
  })
  return {
    saw(law, ...words) {
      const counts = countsByLaw.get(law) ?? new Map()
      countsByLaw.set(law, counts)
      for (const word of ['all', ...words]) counts.set(word, (counts.get(word) ?? 0) + 1)
    },
  }
}

/** Which of the situations of R-2 three versions are. */
export function situationOf({ base, server, client }: Versions): string[] {
  const state = (doc: unknown) => (doc === undefined ? 'unknown' : doc === null ? 'none' : 'known')
  return [
    `base ${state(base)}`,
    `server ${state(server)}`,
    client === null ? 'client deletes' : 'client edits',
  ]
}

function toWords(counts: Counts): string {
  const all = counts.get('all') ?? 0
  const shares = [...counts]
    .filter(([word]) => word !== 'all')
    .sort((a, b) => b[1] - a[1])
    .map(([word, count]) => `${word} ${((100 * count) / all).toFixed(1)} %`)
  return `${all} times${shares.length === 0 ? '' : `: ${shares.join(', ')}`}`
}
