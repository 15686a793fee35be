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
  if (!isOptions(written)) throw new Error(`These are no options: ${JSON.stringify(written)}`)
  const none = Object.fromEntries(FAULTS.map((fault) => [fault, 0]))
  return { ...written, rates: { ...none, ...written.rates } }
}

function isOptions(value: unknown): value is Options {
  if (typeof value !== 'object' || value === null) return false
  const numbers = ['seed', 'changes', 'replicas', 'paceMs'].map((name) => Reflect.get(value, name))
  const lists = ['slots', 'leftOut'].map((name) => Reflect.get(value, name))
  const rates: unknown = Reflect.get(value, 'rates')
  return (
    numbers.every((one) => typeof one === 'number') &&
    lists.every((one) => Array.isArray(one)) &&
    typeof rates === 'object' &&
    rates !== null
  )
}
