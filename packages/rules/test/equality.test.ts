/** R-16, and the values it stands on. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Doc, isSafeKey, type Json, sameValue } from '../src/index.ts'
import { sameJson } from '../src/values/canonical-json.ts'
import { fingerprint } from '../src/values/fingerprint.ts'
import { toInstant, toTimeOfDay } from '../src/values/instants.ts'
import { own } from '../src/values/json.ts'
import { roundTo, toNumber } from '../src/values/numbers.ts'
import { uuid5 } from '../src/values/uuid5.ts'

describe('R-16: sameValue', () => {
  it.each<[string, string, Json | undefined, Json | undefined, boolean]>([
    ['Dispatch Job', 'title', null, '', true],
    ['Dispatch Job', 'title', undefined, null, true],
    ['Dispatch Job', 'title', '7', 7, true],
    ['Dispatch Job', 'title', 'a', 'A', false],
    ['Dispatch Job', 'billable', 0, false, true],
    ['Dispatch Job', 'billable', '1', true, true],
    ['Dispatch Job', 'billable', null, 0, true],
    ['Dispatch Job', 'billable', 1, 0, false],
    ['Dispatch Job', 'actual_start_time', '2025-12-01T10:00:00+05:00', '2025-12-01T05:00:00Z', true],
    ['Dispatch Job', 'actual_start_time', '2025-12-01 05:00:00.000000', '2025-12-01T05:00:00Z', true],
    ['Dispatch Job', 'actual_start_time', '2025-12-01 05:00:00.000001', '2025-12-01T05:00:00Z', false],
    ['Dispatch Job', 'actual_start_time', 'soon', 'soon', true],
    ['Dispatch Job', 'actual_start_time', 'soon', 'later', false],
    ['Dispatch Job', 'scheduled_time', '9:00', '09:00:00', true],
    ['Dispatch Job', 'scheduled_time', '09:00', '09:01', false],
    ['Dispatch Job', 'latitude', 52.5200001, 52.52, true],
    ['Dispatch Job', 'latitude', 52.52001, 52.52, false],
    ['Dispatch Job', 'latitude', 1e300, 2e300, false],
    ['Appointment', 'amount', 12.5, '12.50', true],
    ['Appointment', 'amount', 12.5, 12.51, false],
    ['Appointment', 'amount', null, 0, false],
    ['Ticket', 'description', '<p>a</p>\n<p>b</p>', '<p>a</p><p>b</p> ', true],
    ['Ticket', 'description', '<p>a</p>', '<p>b</p>', false],
    ['Ticket', 'attachments', [{ file: 'a' }, { file: 'b' }], [{ file: 'b' }, { file: 'a' }], true],
    ['Ticket', 'attachments', [{ file: 'a' }], [{ file: 'b' }], false],
    ['Ticket', 'attachments', null, [], true],
    ['Dispatch Job', 'parts_used', [{ item_code: 'a', rate: 1 }], [{ rate: '1.00', item_code: 'a' }], true],
    ['Dispatch Job', 'parts_used', [{ item_code: 'a' }], [{ item_code: 'a' }, { item_code: 'a' }], false],
    ['Dispatch Job', 'parts_used', ['x'], ['x'], true],
    ['Form Submission', 'field_values', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['Form Submission', 'field_values', { a: 1 }, { a: '1' }, false],
    ['Form Submission', 'field_values', { a: null }, { b: null }, false],
    ['Dispatch Job', 'custom', '', null, true],
    ['Dispatch Job', 'custom', 0, null, false],
    ['No Such DocType', 'custom', { a: [1] }, { a: [1] }, true],
  ])('%s.%s: %j and %j: %s', (doctype, field, a, b, isSame) => {
    expect(sameValue(doctype, field, a, b)).toBe(isSame)
    expect(sameValue(doctype, field, b, a)).toBe(isSame)
  })
})

describe('canonicalJson', () => {
  it('sorts keys and knows no negative zero', () => {
    expect(canonicalJson({ b: [1, -0, { d: null, c: 'x' }], a: true })).toBe(
      '{"a":true,"b":[1,0,{"c":"x","d":null}]}',
    )
    expect(canonicalJson([])).toBe('[]')
    expect(canonicalJson({})).toBe('{}')
  })

  it('says of any two values whether they are the same', () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(JSON.parse(canonicalJson(a))).toEqual(a)
        expect(sameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b))
        expect(sameJson(a, JSON.parse(canonicalJson(a)))).toBe(true)
      }),
      { seed: 20251201, numRuns: 300 },
    )
  })

  it('compares own keys, whatever a prototype adds', () => {
    const prototype = { inherited: () => 1 }
    const sibling = (own: Doc): Doc => Object.assign(Object.create(prototype), own)
    expect(sameJson(sibling({ a: 1 }), sibling({ a: 1 }))).toBe(true)
    expect(sameJson(sibling({ a: 1 }), sibling({ a: 1, b: null }))).toBe(false)
    expect(sameJson(sibling({ inherited: 1 }), sibling({}))).toBe(false)
    expect(sameJson(sibling({}), sibling({ inherited: 1 }))).toBe(false)
  })

  it('is not felled by depth', () => {
    const nested = (depth: number): Json => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
    expect(canonicalJson(nested(100_000))).toHaveLength(200_000)
    expect(sameJson(nested(100_000), nested(100_000))).toBe(true)
    expect(sameJson(nested(100_000), nested(99_999))).toBe(false)
  })
})

describe('instants', () => {
  it.each<[Json, number | undefined]>([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01', 0],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29) * 1000],
    ['1969-12-31T23:59:59.5Z', -500_000],
    ['2025-12-01T10:00:00.123456+05:30', Date.UTC(2025, 11, 1, 4, 30) * 1000 + 123_456],
    ['2025-12-01T10:00:00-0800', Date.UTC(2025, 11, 1, 18) * 1000],
    ['2025-12-01T10:00Z', Date.UTC(2025, 11, 1, 10) * 1000],
    ['2025-04-31T10:00:00Z', undefined],
    ['1900-02-29T10:00:00Z', undefined],
    ['2025-13-01T10:00:00Z', undefined],
    ['2025-12-00T10:00:00Z', undefined],
    ['2025-12-01T24:00:00Z', undefined],
    ['2025-12-01T10:60:00Z', undefined],
    ['yesterday', undefined],
    [`2025-12-01${' '.repeat(99)}`, undefined],
    [17, undefined],
  ])('%j', (text, micros) => {
    expect(toInstant(text)).toBe(micros)
  })

  it('agrees with the platform on every day it names', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(-6e13), max: new Date(2e14), noInvalidDate: true }), (date) => {
        expect(toInstant(date.toISOString())).toBe(date.getTime() * 1000)
      }),
      { seed: 20251201, numRuns: 300 },
    )
  })

  it('reads a time of day', () => {
    expect(toTimeOfDay('00:00:10.5')).toBe(10_500_000)
    expect(toTimeOfDay('25:00')).toBeUndefined()
    expect(toTimeOfDay('noon')).toBeUndefined()
  })
})

describe('small values', () => {
  it('reads numbers, also as text', () => {
    expect(['1.5', ' 2 ', '-1e3', '', 'x', '0x10', true, null, '1e999'].map(toNumber)).toEqual([
      1.5,
      2,
      -1000,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(toNumber(Number.POSITIVE_INFINITY)).toBeUndefined()
  })

  it('rounds', () => {
    expect(roundTo(0.1 + 0.2, 6)).toBe(0.3)
    expect(Object.is(roundTo(-0.0000001, 6), 0)).toBe(true)
    expect(roundTo(1e300, 6)).toBe(1e300)
  })

  it('names things as RFC 9562 does: the same name, the same id', () => {
    expect(uuid5('a')).toBe(uuid5('a'))
    expect(uuid5('a')).not.toBe(uuid5('b'))
    expect(uuid5('a'.repeat(1000))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  it('digests by FNV-1a of 64 bits', () => {
    expect(fingerprint('')).toBe('cbf29ce484222325')
    expect(fingerprint('a')).not.toBe(fingerprint('b'))
  })

  it('reads own keys only', () => {
    const hostile: Doc = JSON.parse('{"__proto__":{"x":1},"toString":"mine"}')
    expect([own(hostile, '__proto__'), own(hostile, 'toString')]).toEqual([{ x: 1 }, 'mine'])
    expect(['__proto__', 'toString', 'constructor', 'x'].map((key) => own({}, key))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(own(null, 'x')).toBeUndefined()
  })

  it('knows the keys that reach a prototype', () => {
    expect(['__proto__', 'constructor', 'prototype', 'status'].map(isSafeKey)).toEqual([
      false,
      false,
      false,
      true,
    ])
  })
})
