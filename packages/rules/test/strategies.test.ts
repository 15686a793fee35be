/** What the lists of a rule do, over rules that no DocType has. */
import { describe, expect, it } from 'vitest'
import { defineDocType, EVERYONE } from '../src/doctypes/define.ts'
import { attachments, date, int, longText, table, text } from '../src/doctypes/fields.ts'
import { type DocTypeRule, type Json, resolveByRule, resolveConflict, type Strategy } from '../src/index.ts'

function rule(strategy: Strategy, extra: Partial<DocTypeRule> = {}): DocTypeRule {
  return defineDocType({
    name: 'Sample',
    area: 'core',
    title_fields: [],
    strategy,
    reason: 'because',
    fields: {
      a: text('A'),
      b: text('B'),
      day: date('Day'),
      count: int('Count'),
      note: longText('Note'),
      files: attachments('Files'),
      lines: table('Lines', { id: text('Id'), text: text('Text'), amount: int('Amount') }),
    },
    rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: EVERYONE },
    ...extra,
  })
}

const base = { a: '0', b: '0' }
const server = { a: '1', b: '0' }
const client = { a: '2', b: '2' }
const LATER = { client_effective_at: '2025-12-01T11:00:00Z', server_modified_at: '2025-12-01T10:00:00Z' }
const EARLIER = { ...LATER, client_effective_at: '2025-12-01T09:00:00Z' }

describe('R-10: last_write_wins', () => {
  it('the later document stands whole', () => {
    const later = resolveByRule(rule('last_write_wins'), { base, server, client }, LATER)
    expect(later).toMatchObject({ doc: client, conflicts: ['a', 'b'] })
    const others = { base, server: { a: '0', b: '1' }, client: { a: '2', b: '0' } }
    expect(resolveByRule(rule('last_write_wins'), others, LATER).doc).toEqual({ a: '2', b: '0' })
    expect(resolveByRule(rule('last_write_wins'), others, EARLIER).doc).toEqual({ a: '0', b: '1' })
  })
  it("a time nobody knows is the server's", () => {
    for (const context of [{}, { client_effective_at: 'soon' }, { ...LATER, server_modified_at: {} }]) {
      expect(resolveByRule(rule('last_write_wins'), { base, server, client }, context).doc).toEqual(server)
    }
  })
  it('one side alone simply wrote, and the same value is no conflict', () => {
    expect(resolveByRule(rule('last_write_wins'), { base, server: base, client }, EARLIER).doc).toEqual(
      client,
    )
    const agreed = resolveByRule(rule('last_write_wins'), { base, server: client, client }, LATER)
    expect(agreed).toMatchObject({ outcome: 'unchanged', conflicts: [] })
  })
  it('one time for all fields, or one for each', () => {
    const byField = rule('field_level', { last_write_wins_fields: ['a', 'b'] })
    const context = { ...LATER, server_modified_at: { a: '2025-12-01T12:00:00Z', b: '2025-12-01T10:00:00Z' } }
    const both = { base, server: { a: '1', b: '1' }, client }
    expect(resolveByRule(byField, both, context).doc).toEqual({ a: '1', b: '2' })
  })
})

describe('an insert', () => {
  it('R-15: leaves to the server what the server writes, and decides nothing', () => {
    const client = { name: 'CONV-9', owner: 'eve', message_count: 9, subject: 's', messages: [] }
    const resolution = resolveConflict('Conversation', { client })
    expect(resolution.doc).toEqual({ subject: 's', messages: [], message_count: 0 })
    expect(resolution).toMatchObject({ outcome: 'merged', decisions: [], conflicts: [], notices: [] })
  })
  it('can not ask for a review', () => {
    const client = { notes: 'n', validation_status: 'pending_signature_review' }
    expect(resolveConflict('Form Submission', { client }).doc).toEqual({ notes: 'n' })
  })
  it('gives rows an identity and an order', () => {
    const rows: Json[] = [
      { text: 'b', timestamp: '2025-12-01T10:00:00Z' },
      { message_id: 'A', timestamp: '2025-12-01T09:00:00Z' },
    ]
    const { doc } = resolveConflict('Conversation', { client: { messages: rows } }, { mutation_id: 'm' })
    expect(doc?.messages).toMatchObject([{ message_id: 'A' }, { text: 'b', message_id: expect.any(String) }])
    const parts = [
      { item_code: 'F1', quantity: 1 },
      { item_code: 'F1', quantity: 2 },
    ]
    expect(resolveConflict('Dispatch Job', { client: { parts_used: parts } }).doc).toEqual({
      parts_used: parts,
    })
  })
})

describe('client_wins', () => {
  it("takes the client's fields and keeps the server's others", () => {
    const versions = { base, server: { a: '1', b: '1' }, client: { a: '2', b: '0' } }
    expect(resolveByRule(rule('client_wins'), versions).doc).toEqual({ a: '2', b: '1' })
  })
  it('asks first when the device is stale', () => {
    const held = resolveByRule(rule('client_wins'), { base, server, client }, { stale: true })
    expect(held).toMatchObject({ outcome: 'held', pending: ['a'], doc: { a: '1', b: '2' } })
  })
})

describe('server_wins', () => {
  it('a stale device does not overrule an exception field either', () => {
    const strict = rule('server_wins', { exception_fields: ['note'] })
    const versions = { base: { note: '' }, server: { note: 'x' }, client: { note: 'y' } }
    expect(resolveByRule(strict, versions).doc).toEqual({ note: 'y' })
    expect(resolveByRule(strict, versions, { stale: true })).toMatchObject({
      outcome: 'held',
      doc: { note: 'x' },
    })
  })
})

describe('version_all', () => {
  it('without a name or a time of the server', () => {
    const { branch } = resolveByRule(rule('version_all'), { base, server, client })
    expect(branch?.name).toBe('unnamed_conflict_00000000T000000000Z')
    expect(
      resolveByRule(rule('version_all'), { base, server, client }, { now: 'soon', name: '$&' }).branch?.name,
    ).toBe('$&_conflict_00000000T000000000Z')
  })
  it('keeps what the device had of fields it did not send', () => {
    const { branch } = resolveByRule(rule('version_all'), { base, server, client: { a: '2' } }, { name: 'N' })
    expect(branch?.doc).toEqual({ a: '2', b: '0', branch_of: 'N' })
    const twoWay = resolveByRule(rule('version_all'), { server, client: { a: '2' } }, { name: 'N' })
    expect(twoWay.branch?.doc).toEqual({ a: '2', b: '0', branch_of: 'N' })
  })
})

describe('R-17: groups', () => {
  const grouped = (lists: Partial<DocTypeRule>) =>
    rule('field_level', { groups: [{ name: 'pair', label: 'Pair', fields: ['a', 'b'] }], ...lists })

  it('the first member that a list names speaks for all', () => {
    const versions = { base, server: { a: '1', b: '0' }, client: { a: '0', b: '2' } }
    expect(resolveByRule(grouped({ client_wins_fields: ['b'] }), versions).doc).toEqual({ a: '0', b: '2' })
    expect(resolveByRule(grouped({ server_wins_fields: ['a'] }), versions).doc).toEqual({ a: '1', b: '0' })
    expect(resolveByRule(grouped({}), versions).doc).toEqual({ a: '1', b: '0' })
  })
  it('a member the winner does not have is not borrowed', () => {
    const versions = { base: {}, server: { a: '1', b: '1' }, client: { a: '2' } }
    expect(resolveByRule(grouped({ client_wins_fields: ['a'] }), versions).doc).toEqual({ a: '2', b: null })
  })
  it('without a base, nothing the server has is emptied', () => {
    const versions = { server: { a: '1', b: '1' }, client: { a: '2', b: '' } }
    expect(resolveByRule(grouped({ client_wins_fields: ['a'] }), versions).doc).toEqual({ a: '2', b: '1' })
    const blank = { server: { a: '1', b: '1' }, client: { a: '', b: '2' } }
    const kept = resolveByRule(grouped({ client_wins_fields: ['a'] }), blank)
    expect(kept).toMatchObject({ doc: { a: '1', b: '1' }, conflicts: ['b'] })
  })
})

describe('texts that are none', () => {
  it("are the server's, unless the strategy asks", () => {
    const merging = (strategy: Strategy) => rule(strategy, { auto_merge_fields: ['day', 'note'] })
    const versions = { base: { day: '1' }, server: { day: '2' }, client: { day: '3' } }
    expect(resolveByRule(merging('field_level'), versions).doc).toEqual({ day: '2' })
    expect(resolveByRule(merging('manual_resolve'), versions).outcome).toBe('held')
    const numbers = { base: { note: 1 }, server: { note: 2 }, client: { note: 3 } }
    expect(resolveByRule(merging('field_level'), numbers).doc).toEqual({ note: 2 })
  })
})

describe('rows that may be edited', () => {
  const editable = rule('field_level', {
    child_tables: [{ child_field: 'lines', merge_strategy: 'union', dedup_key: 'id' }],
  })
  const row = (id: string, words: string, amount = 1) => ({ id, text: words, amount })
  const resolve = (...[was, here, there]: readonly (readonly unknown[])[]) =>
    resolveByRule(editable, {
      base: { lines: was },
      server: { lines: here },
      client: { lines: there },
    } as never)

  it('merge by key: added, removed and edited', () => {
    const was = [row('1', 'a'), row('2', 'b'), row('3', 'c')]
    const here = [row('1', 'a', 5), row('3', 'c'), row('4', 'd')]
    const there = [row('1', 'A'), row('2', 'b'), row('5', 'e')]
    const { doc, conflicts } = resolve(was, here, there)
    expect(doc?.lines).toEqual([row('1', 'A', 5), row('4', 'd'), row('5', 'e')])
    expect(conflicts).toEqual([])
  })
  it("a field of a row that both changed is the server's, and the row is on record", () => {
    const { doc, conflicts } = resolve([row('1', 'a')], [row('1', 'b')], [row('1', 'c')])
    expect(doc?.lines).toEqual([row('1', 'b')])
    expect(conflicts).toEqual(['lines'])
  })
  it('rows without a key are their content', () => {
    const { doc } = resolve(['x'], ['x', 'y'], ['x', 'z'])
    expect(doc?.lines).toMatchObject(['x', 'y', 'z'])
  })
  it("a row that is no object loses to the server's of the same key", () => {
    const { doc } = resolve([], [row('1', 'a')], [{ id: '1' }])
    expect(doc?.lines).toEqual([row('1', 'a')])
  })
  it("a table that the server holds as something else is the server's where both changed", () => {
    const versions = { base: { lines: [] }, server: { lines: 'x' }, client: { lines: [row('1', 'a')] } }
    expect(resolveByRule(editable, versions)).toMatchObject({ doc: { lines: 'x' }, conflicts: ['lines'] })
    const files = { base: { files: [] }, server: { files: 'x' }, client: { files: [{ file: 'F' }] } }
    expect(resolveByRule(editable, files)).toMatchObject({ doc: { files: 'x' }, conflicts: ['files'] })
  })
  it('a row of the device gets an identity beside a key that is a link', () => {
    const { doc } = resolveByRule(
      editable,
      { base: { lines: [] }, server: { lines: [] }, client: { lines: [{ text: 'new' }] } },
      { mutation_id: '11111111-1111-4111-8111-111111111111' },
    )
    expect(doc?.lines).toEqual([{ text: 'new', row_id: expect.stringMatching(/^[0-9a-f-]{36}$/) }])
  })
})

describe('quantities', () => {
  const summing = rule('field_level', {
    child_tables: [
      {
        child_field: 'lines',
        merge_strategy: 'union',
        dedup_key: 'id',
        conflict_on_same_key: 'sum_quantities',
      },
    ],
  })
  const resolve = (was: unknown, here: unknown, there: unknown) =>
    resolveByRule(summing, {
      base: { lines: was },
      server: { lines: here },
      client: { lines: there },
    } as never).doc?.lines

  it('rows without a key stand alone and are added once', () => {
    const mine = { row_id: 'r1', quantity: 1 }
    expect(resolve([], [{ id: 'a', quantity: 1 }], [mine])).toEqual([{ id: 'a', quantity: 1 }, mine])
    expect(resolve([], [mine, { id: 'a', quantity: 1 }], [mine])).toEqual([mine, { id: 'a', quantity: 1 }])
    expect(resolve([mine], [mine, { id: 'a', quantity: 1 }], [])).toEqual([{ id: 'a', quantity: 1 }])
  })
  it('count what is written as text', () => {
    expect(
      resolve([{ id: 'a', quantity: '1' }], [{ id: 'a', quantity: '2' }], [{ id: 'a', quantity: '3' }]),
    ).toEqual([{ id: 'a', quantity: 4 }])
  })
  it('collapse rows of one key, counted or not, and rows that are none', () => {
    expect(resolve([], [{ id: 'a' }, { id: 'a' }], [{ id: 'a', quantity: 1 }, { id: 'a' }])).toEqual([
      { id: 'a', quantity: 1 },
    ])
    expect(resolve([], ['x'], ['x', 'x'])).toEqual(['x', 'x'])
  })
  it('a sum that is no number is held', () => {
    const huge = [{ id: 'a', quantity: Number.MAX_VALUE }]
    const two = [{ id: 'a', quantity: Number.MAX_VALUE, text: 'x' }]
    const versions = { base: { lines: [] }, server: { lines: huge }, client: { lines: two } }
    expect(resolveByRule(summing, versions).outcome).toBe('held')
    const equal = { ...versions, client: { lines: huge } }
    expect(resolveByRule(summing, equal)).toMatchObject({ outcome: 'unchanged', pending: [] })
  })
})
