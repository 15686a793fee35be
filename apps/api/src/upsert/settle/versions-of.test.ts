import { describe, expect, it } from 'vitest'
import { effectiveAt } from './versions-of.ts'

const receivedAt = '2030-01-01T12:00:00.000Z'
const minutesBefore = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) - minutes * 60_000).toISOString()

describe('effectiveAt (R-10)', () => {
  it.each([
    ['right', 0],
    ['a year fast', -525_600],
    ['ten years slow', 5_256_000],
  ])('counts the age at send time back from receipt, by a clock that is %s', (_name, skew) => {
    const sentAt = minutesBefore(receivedAt, skew)
    expect(effectiveAt({ sentAt, madeAt: minutesBefore(sentAt, 90), receivedAt }, undefined)).toBe(
      minutesBefore(receivedAt, 90),
    )
  })

  it('is never later than its receipt', () => {
    const sentAt = receivedAt
    expect(effectiveAt({ sentAt, madeAt: '2099-01-01T00:00:00Z', receivedAt }, undefined)).toBe(receivedAt)
  })

  it('is never earlier than the version it was made on', () => {
    const base = minutesBefore(receivedAt, 10)
    expect(effectiveAt({ sentAt: receivedAt, madeAt: '1990-01-01T00:00:00Z', receivedAt }, base)).toBe(base)
  })
})
