import { describe, expect, it } from 'vitest'
import { effectiveBase, planAttachmentSync } from '../src/index.ts'

const MIB = 1024 * 1024

describe('planAttachmentSync', () => {
  it.each([
    ['asked for, whatever it is', { mime: 'video/mp4', size: 900 * MIB, is_requested: true }, 'always'],
    ['a video, however small', { mime: 'video/mp4', size: 10 }, 'deferred'],
    ['an archive', { mime: 'application/zip', size: 10 }, 'deferred'],
    ['a photo', { mime: 'image/jpeg', size: 5 * MIB }, 'always'],
    ['a photo, in capitals and with parameters', { mime: 'IMAGE/JPEG; q=1', size: 1 }, 'always'],
    ['a photo over the limit', { mime: 'image/jpeg', size: 5 * MIB + 1 }, 'on_demand'],
    ['a small file of another type', { mime: 'text/plain', size: 10 }, 'auto'],
    ['a large file of another type', { mime: 'text/plain', size: 6 * MIB }, 'on_demand'],
    ['a file of unknown size', { mime: 'text/plain' }, 'on_demand'],
    ['a file nobody described', {}, 'on_demand'],
    ['a type that only begins like one', { mime: 'videos', size: 1 }, 'auto'],
  ] as const)('%s', (_what, meta, plan) => {
    expect(planAttachmentSync(meta)).toBe(plan)
  })
})

describe('effectiveBase (R-7)', () => {
  it('overlays the base with what the device sent since, in order', () => {
    expect(effectiveBase({ a: 1, b: 1 }, [{ b: 2 }, { b: 3, rows: [1] }])).toEqual({ a: 1, b: 3, rows: [1] })
  })
  it('begins with nothing where the document did not exist', () => {
    expect(effectiveBase(null, [{ a: 1 }])).toEqual({ a: 1 })
    expect(effectiveBase(null, [])).toBeNull()
  })
  it('stays unknown where nobody knows', () => {
    expect(effectiveBase(undefined, [{ a: 1 }])).toBeUndefined()
  })
  it('takes no hostile key', () => {
    expect(effectiveBase({}, [JSON.parse('{"__proto__":{"x":1},"a":1}')])).toEqual({ a: 1 })
  })
})
