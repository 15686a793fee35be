const DEPTH_MAX = 32
const HOSTILE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Why PostgreSQL or another client could not hold this value as it is; null = it can. */
export function whyUnstorable(value: unknown, depth = 0): string | null {
  if (depth > DEPTH_MAX) return `is nested deeper than ${DEPTH_MAX} levels`
  if (typeof value === 'string') {
    return value.includes('\u0000') || !value.isWellFormed() ? 'has a character that is not text' : null
  }
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'has a number that is not finite'
  if (typeof value !== 'object' || value === null) return null
  for (const [key, child] of Object.entries(value)) {
    if (HOSTILE_KEYS.has(key)) return `has the key ${key}`
    const reason = whyUnstorable(key, depth + 1) ?? whyUnstorable(child, depth + 1)
    if (reason !== null) return reason
  }
  return null
}
