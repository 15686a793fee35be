import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeText } from '../src/merge/text.ts'
import { tallyOf } from './tally.ts'

const { saw } = tallyOf('text.test.ts')

describe('R-14: mergeText', () => {
  it.each([
    ['equal texts stay', 'a', 'b', 'b', 'b'],
    ['one side changed', 'a', 'a\nb', 'a', 'a\nb'],
    ['both added, apart', 'm', 'm\nlast', 'first\nm', 'first\nm\nlast'],
    ['both rewrote one line: both, the server first', 'a', 'b', 'c', 'b\nc'],
    ['the same line added on both sides is there once', 'a', 'a\nb', 'a\nb', 'a\nb'],
    ['one rewrite contains the other', 'a', 'b\nc', 'c', 'b\nc'],
    ['a deleted line stays deleted', 'a\nb\nc', 'a\nc', 'a\nb\nc\nd', 'a\nc\nd'],
    ['cleared by one, rewritten by the other', 'a', '', 'b', 'b'],
    ['both wrote into nothing', '', 'a', 'b', 'a\nb'],
    ['line ends of two systems', 'a\r\nb', 'a\r\nb\r\nc', 'x\na\nb', 'x\na\nb\nc'],
  ])('%s', (_what, base, server, client, merged) => {
    expect(mergeText(base, server, client)).toBe(merged)
  })

  it.each([
    ['no base, equal', 'a', 'a', 'a'],
    ['no base, one contains the other', 'Call first. Gate 12.', 'Gate 12.', 'Call first. Gate 12.'],
    ['no base, the other contains the one', 'Gate', 'Gate 12.', 'Gate 12.'],
    ['no base, both', 'office', 'field', 'office\nfield'],
  ])('%s', (_what, server, client, merged) => {
    expect(mergeText(undefined, server, client)).toBe(merged)
  })

  it.each([
    ['very long texts', 3000],
    ['texts of lines that repeat', 300],
  ])('keeps %s one after the other instead of comparing their lines', (_what, length) => {
    const long = (last: string) => [...Array.from({ length }, () => 'a'), last].join('\n')
    expect(mergeText(long(''), long('b'), long('c'))).toBe(`${long('b')}\n${long('c')}`)
  })

  const line = fc.constantFrom('a', 'b', 'c', 'd', 'e', '')
  const lines = fc.array(line, { maxLength: 6 })

  it('loses no line but one that a side deleted, and never marks a conflict', () => {
    fc.assert(
      fc.property(lines, lines, lines, (base, server, client) => {
        const merged = mergeText(base.join('\n'), server.join('\n'), client.join('\n')).split('\n')
        saw(
          'no line lost',
          server.join() === client.join() ? 'same texts' : 'different texts',
          base.length === 0 ? 'nothing before' : 'something before',
        )
        for (const text of new Set([...server, ...client])) {
          const isDeleted = base.includes(text) && (!server.includes(text) || !client.includes(text))
          if (text !== '' && !isDeleted) expect(merged).toContain(text)
        }
        expect(merged.some((text) => /^[<=>|]{7}/.test(text))).toBe(false)
      }),
      { seed: 20251201, numRuns: 500 },
    )
  })

  it('invents no line', () => {
    fc.assert(
      fc.property(lines, lines, lines, (base, server, client) => {
        const merged = mergeText(base.join('\n'), server.join('\n'), client.join('\n')).split('\n')
        saw(
          'no line invented',
          merged.length > Math.max(server.length, client.length) ? 'longer than either' : 'no longer',
        )
        for (const text of merged) expect([...server, ...client, '']).toContain(text)
      }),
      { seed: 20251201, numRuns: 500 },
    )
  })
})
