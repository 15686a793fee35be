import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FAULTS, type Options } from './options.ts'

const FOLDER = fileURLToPath(new URL('../corpus/', import.meta.url))

/** Worlds that are lived through again before any other, because something was wrong in them once. */
export function corpus(): Options[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => {
      const kept: unknown = JSON.parse(readFileSync(FOLDER + name, 'utf8'))
      if (typeof kept !== 'object' || kept === null || !('options' in kept)) {
        throw new Error(`corpus/${name} has no options`)
      }
      return parseOptions(kept.options)
    })
}

/** What a failure printed, or the corpus keeps. A class of faults that is younger than it is off. */
export function parseOptions(written: unknown): Options {
  if (typeof written !== 'object' || written === null || !('seed' in written)) throw new Error('No options')
  const { rates, ...others } = written as Options
  const all = Object.fromEntries(FAULTS.map((fault) => [fault, rates[fault] ?? 0])) as Options['rates']
  return { ...others, rates: all }
}
