import { describe, expect, it } from 'vitest'
import { randomOf } from '../world/random.ts'
import { createScheduler } from '../world/scheduler.ts'

const draws = (seed: number, part: string, count = 50) => {
  const random = randomOf(seed, part)
  return Array.from({ length: count }, () => random.int(0, 1_000_000))
}

describe('a stream of chances', () => {
  it.each([
    ['the same seed and part', [7, 'desk'], true],
    ['another seed', [8, 'desk'], false],
    ['another part', [7, 'network'], false],
  ] as const)('%s', (_, [seed, part], isSame) => {
    expect(draws(seed, part).join() === draws(7, 'desk').join()).toBe(isSame)
  })

  it('is shifted by no draw of another', () => {
    const [desk, network] = [randomOf(7, 'desk'), randomOf(7, 'network')]
    const mixed = Array.from({ length: 50 }, () => {
      network.next()
      return desk.int(0, 1_000_000)
    })
    expect(mixed).toEqual(draws(7, 'desk'))
  })

  it('keeps its bounds, both of them met', () => {
    const random = randomOf(1, 'bounds')
    const drawn = new Set(Array.from({ length: 200 }, () => random.int(3, 5)))
    expect([...drawn].toSorted()).toEqual([3, 4, 5])
  })

  it('names things as uuids that differ', () => {
    const random = randomOf(1, 'names')
    const names = Array.from({ length: 100 }, () => random.uuid())
    expect(new Set(names).size).toBe(100)
    for (const name of names)
      expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('the scheduler', () => {
  it('lets things happen by their moments, and in the order they were asked for at one moment', async () => {
    const scheduler = createScheduler(1_000)
    const happened: string[] = []
    const at = (milliseconds: number, name: string) =>
      scheduler.after(milliseconds, () => void happened.push(`${name} at ${scheduler.now()}`))
    at(20, 'third')
    at(10, 'first')
    at(10, 'second')
    at(31, 'too late')
    await scheduler.runUntil(1_030)
    expect(happened).toEqual(['first at 1010', 'second at 1010', 'third at 1020'])
    expect(scheduler.now()).toBe(1_030)
  })

  it('waits for what was set going just before it was asked to run', async () => {
    const scheduler = createScheduler(0)
    const happened: number[] = []
    const goOn = async () => {
      for (let step = 0; step < 20; step += 1) await Promise.resolve()
      await scheduler.pause(5)
      happened.push(scheduler.now())
    }
    const going = goOn()
    await scheduler.runUntil(10)
    await going
    expect(happened).toEqual([5])
  })

  it('has one fingerprint for one story', () => {
    const tell = (...lines: string[]) => {
      const scheduler = createScheduler(0)
      for (const line of lines) scheduler.note(line)
      return scheduler.fingerprint()
    }
    expect(tell('a', 'b')).toBe(tell('a', 'b'))
    expect(tell('a', 'b')).not.toBe(tell('b', 'a'))
  })
})
