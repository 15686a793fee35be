import type { Json } from '../shapes.ts'

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/

/** A finite number, also when it was written as text; `undefined` for anything else. */
export function toNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || !NUMERIC.test(value.trim())) return undefined
  const number = Number(value.trim())
  return Number.isFinite(number) ? number : undefined
}

/** Rounded to so many decimal places; a number too large to have any is returned as it is. */
export function roundTo(number: number, places: number): number {
  const scaled = number * 10 ** places
  if (!Number.isFinite(scaled) || Math.abs(scaled) > Number.MAX_SAFE_INTEGER) return number
  const rounded = Math.round(scaled) / 10 ** places
  return rounded === 0 ? 0 : rounded
}
