import { describe, expect, it } from 'vitest'
import { marksOf } from '../run/marks.ts'
import { type Options, optionsOf } from '../run/options.ts'
import { missingFrom, nothingYet } from '../run/report.ts'
import { brokenOff, type SeedResult } from '../run/result.ts'
import { shrink } from '../run/shrink.ts'

/** A world of which only its changes are lived: `d1-1`, `d1-2` and so on, for each device. */
function live(options: Options): SeedResult {
  const made = options.slots
    .flatMap((slot) => Array.from({ length: options.changes }, (_, index) => `d${slot}-${index + 1}`))
    .filter((mark) => !options.leftOut.includes(mark))
  return { ...brokenOff(options, 'broken'), made, mutations: made.length }
}

describe('shrinking', () => {
  const options: Options = {
    ...optionsOf(1),
    slots: [0, 2, 3, 5],
    changes: 30,
    replicas: 2,
    rates: { ...optionsOf(1).rates, killed: 0.1, restore: 0.1, offline: 0.1 },
  }
  /** Broken by two changes of one phone, when phones die. */
  const tryOut = async (smaller: Options) => {
    const result = live(smaller)
    const isBroken = smaller.rates.killed > 0 && result.made.includes('d2-4') && result.made.includes('d2-11')
    return isBroken ? result : null
  }

  it('leaves what the failure needs, and nothing else', async () => {
    const shortest = await shrink(live(options), tryOut, () => true)
    expect(shortest.made).toEqual(['d2-4', 'd2-11'])
    expect(shortest.options).toMatchObject({ slots: [2], replicas: 1, changes: 11 })
    const left = Object.entries(shortest.options.rates).filter(([, rate]) => rate > 0)
    expect(left.map(([fault]) => fault)).toEqual(['killed'])
  })

  it('ends when its time is over, with what it has', async () => {
    let attempts = 0
    const hasTime = () => attempts < 5
    const count = async (smaller: Options) => {
      attempts += 1
      return tryOut(smaller)
    }
    const shortest = await shrink(live(options), count, hasTime)
    expect(attempts).toBe(5)
    expect(await tryOut(shortest.options)).not.toBeNull()
  })
})

describe('what a run has seen', () => {
  it.each([
    ['a phone died inside a sync', ['     5 ana-1 -> POST /upsert_batch 200', '     6 ana-1: killed'], 1],
    [
      'a phone died inside a sync',
      ['     5 ana-1 -> GET /feed 200', '     6 ana-1: sync complete  rows 0', '     7 ana-1: killed'],
      0,
    ],
    [
      'a restore while a phone was away',
      ['     5 ana-1: offline for 2 minutes', '  9000 the server was restored from its backup'],
      1,
    ],
    [
      'a restore while a phone was away',
      ['     5 ana-1: offline for 2 minutes', '900000 the server was restored from its backup'],
      0,
    ],
    ['a timer decided', ['     5 the timer settled 2'], 1],
    ['a person came too late', ['     5 desk: field_conflict 1 {"action":"choose"} 409'], 1],
    ['a person decided', ['     5 desk: field_conflict 1 {"action":"choose"} 200'], 1],
    ['a person decided', ['     5 desk: extend 1 {"hours":2} 200'], 0],
    ['a deadline was moved', ['     5 desk: extend 1 {"hours":2} 200'], 1],
    ['a decision was taken back', ['     5 desk: undo 1 200'], 1],
  ])('%s', (mark, story, times) => {
    expect(marksOf(story)[mark]).toBe(times)
  })

  it('must be everything once there were many seeds', () => {
    expect(missingFrom({ ...nothingYet(), seeds: 99 })).toEqual([])
    const missing = missingFrom({ ...nothingYet(), seeds: 100, mutations: 1 })
    expect(missing).toContain('killed')
    expect(missing).toContain('a timer decided')
    expect(missing).not.toContain('mutations')
  })
})
