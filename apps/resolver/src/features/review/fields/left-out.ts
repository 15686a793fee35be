import type { Json } from '@dartwing/rules'
import { canonical } from '../../../lib/draft/prints.ts'

interface SideValue {
  readonly side: 'server' | 'client'
  readonly value?: Json | undefined
}

/**
 * Which values of one field do not stand. A text whose lines are still there, as when both are kept, has lost nothing;
 * and a value that the device had brought and the record has had since is the device's.
 */
export function leftOut<V extends SideValue>(values: readonly V[], stands: Json | undefined): V[] {
  const brought = values.find(({ side }) => side === 'client')
  return values.filter(({ side, value }) => {
    if (value === undefined || value === null || isWithin(stands, value)) return false
    const isBrought = brought !== undefined && same(brought.value, value)
    return side === 'client' || !isBrought
  })
}

function isWithin(stands: Json | undefined, value: Json): boolean {
  if (typeof stands !== 'string' || typeof value !== 'string') return same(stands, value)
  return `\n${stands}\n`.includes(`\n${value}\n`)
}

const same = (one: Json | undefined, other: Json | undefined) => canonical(one) === canonical(other)
