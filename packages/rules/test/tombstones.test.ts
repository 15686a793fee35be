/** Every cell of the table of deletes, over rules that differ in nothing but their strategy. */
import { describe, expect, it } from 'vitest'
import { defineDocType, EVERYONE } from '../src/doctypes/define.ts'
import { text } from '../src/doctypes/fields.ts'
import { type DocTypeRule, resolveByRule, resolveConflict, type Strategy } from '../src/index.ts'

function rule(strategy: Strategy, extra: Partial<DocTypeRule> = {}): DocTypeRule {
  return defineDocType({
    name: 'Sample',
    area: 'core',
    title_fields: [],
    strategy,
    reason: 'because',
    fields: { time: text('Time'), note: text('Note') },
    rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: EVERYONE },
    ...(strategy === 'manual_resolve' ? { conflict_fields: ['time'] } : {}),
    ...extra,
  })
}

const base = { time: '9', note: 'a' }
const context = { name: 'S-1', now: '2025-12-01T10:00:00Z' }

type Cell = 'tombstone' | 'server stays' | 'held' | 'rejected' | 'tombstone and branch'
const TABLE: readonly (readonly [Strategy, Cell, Cell, Cell])[] = [
  ['server_wins', 'tombstone', 'server stays', 'tombstone'],
  ['client_wins', 'tombstone', 'tombstone', 'tombstone'],
  ['field_level', 'tombstone', 'tombstone', 'tombstone'],
  ['last_write_wins', 'tombstone', 'tombstone', 'tombstone'],
  ['manual_resolve', 'tombstone', 'held', 'tombstone'],
  ['append_only', 'rejected', 'rejected', 'tombstone'],
  ['version_all', 'tombstone', 'server stays', 'tombstone and branch'],
]

function cellOf({ outcome, doc, branch }: ReturnType<typeof resolveByRule>): Cell {
  if (outcome === 'rejected' || outcome === 'held') return outcome
  if (doc) return 'server stays'
  return branch ? 'tombstone and branch' : 'tombstone'
}

describe.each(TABLE)('R-13: %s', (strategy, onUnchanged, onChanged, onTombstone) => {
  it(`client deletes, server unchanged: ${onUnchanged}`, () => {
    const resolution = resolveByRule(rule(strategy), { base, server: base, client: null }, context)
    expect(cellOf(resolution)).toBe(onUnchanged)
    expect(resolution.conflicts).toEqual([])
  })

  it(`client deletes, server changed: ${onChanged}`, () => {
    const server = { ...base, time: '10' }
    const resolution = resolveByRule(rule(strategy), { base, server, client: null }, context)
    expect(cellOf(resolution)).toBe(onChanged)
    const seen = JSON.stringify(resolution.decisions)
    if (onChanged === 'tombstone') expect(seen).toContain('"10"')
    if (onChanged === 'server stays' || onChanged === 'held') {
      expect(resolution.doc).toBe(server)
      expect(resolution.conflicts).toEqual(['_document'])
    }
  })

  it('client deletes without a known base: as if the server had changed', () => {
    expect(cellOf(resolveByRule(rule(strategy), { server: base, client: null }, context))).toBe(onChanged)
  })

  it(`server deleted, client edits: ${onTombstone}`, () => {
    const client = { ...base, note: 'b' }
    const resolution = resolveByRule(rule(strategy), { base, server: null, client }, context)
    expect(cellOf(resolution)).toBe(onTombstone)
    expect(resolution.conflicts).toEqual(['note'])
    expect(resolution.decisions).toMatchObject([{ field: 'note', winner: 'server', base: 'a', client: 'b' }])
    if (resolution.branch) expect(resolution.branch.doc).toEqual({ ...client, branch_of: 'S-1' })
  })

  it('both deleted, or the client has nothing new to say: unchanged', () => {
    const versions = [
      { base, server: null, client: null },
      { base, server: null, client: base },
    ]
    for (const situation of versions) {
      expect(resolveByRule(rule(strategy), situation, context)).toMatchObject({
        outcome: 'unchanged',
        doc: null,
      })
    }
  })

  it('a delete or an edit of what never was', () => {
    expect(resolveByRule(rule(strategy), { client: null }).rejection?.code).toBe('not_found')
    expect(resolveByRule(rule(strategy), { client: base })).toMatchObject({ outcome: 'merged', doc: base })
  })
})

describe('manual_resolve', () => {
  it('is a tombstone where only other fields moved', () => {
    const server = { ...base, note: 'b' }
    expect(resolveByRule(rule('manual_resolve'), { base, server, client: null }).doc).toBeNull()
  })

  it('holds an appointment whose time moved while it was deleted', () => {
    const was = { appointment_datetime: '2025-12-02T13:00:00Z', duration: 60 }
    const server = { ...was, appointment_datetime: '2025-12-02T14:00:00Z' }
    const resolution = resolveConflict('Appointment', { base: was, server, client: null })
    expect(resolution.hold).toEqual({ kind: 'delete_edit', fields: ['_document'], server, client: null })
  })
})

describe('where deletion is not allowed', () => {
  it('a job is cancelled', () => {
    const job = { status: 'Assigned', title: 'x' }
    const resolution = resolveConflict('Dispatch Job', { base: job, server: job, client: null })
    expect(resolution).toMatchObject({
      outcome: 'merged',
      doc: { status: 'Cancelled', title: 'x' },
      conflicts: [],
    })
  })

  it('a job whose status moved keeps it: the rule of the status decides', () => {
    const job = { status: 'Assigned' }
    const server = { status: 'Completed' }
    const resolution = resolveConflict('Dispatch Job', { base: job, server, client: null })
    expect(resolution).toMatchObject({ doc: server, conflicts: ['status'] })
    expect(resolution.decisions[0]).toMatchObject({ winner: 'server', client: 'Cancelled' })
  })

  it('a job that changed elsewhere is cancelled and keeps the change', () => {
    const job = { status: 'Assigned', description: 'a' }
    const server = { status: 'Assigned', description: 'b' }
    const { doc } = resolveConflict('Dispatch Job', { base: job, server, client: null })
    expect(doc).toEqual({ status: 'Cancelled', description: 'b' })
  })

  it.each(['Conversation', 'Form Submission'])('a %s is refused', (doctype) => {
    for (const server of [base, { ...base, note: 'b' }]) {
      const resolution = resolveConflict(doctype, { base, server, client: null })
      expect(resolution).toMatchObject({ outcome: 'rejected', rejection: { code: 'delete_not_allowed' } })
      expect(resolution.doc).toBe(server)
    }
  })
})

describe('where an update is stronger than a tombstone', () => {
  const tombstone = { allow_delete: true, tombstone_wins_over_update: false }
  it('an edit brings the record back', () => {
    const client = { ...base, note: 'b' }
    const resolution = resolveByRule(rule('field_level', { tombstone }), { base, server: null, client })
    expect(resolution).toMatchObject({ outcome: 'merged', doc: client, conflicts: ['note'] })
  })
  it('a delete yields to an edit, and not to nothing', () => {
    const server = { ...base, note: 'b' }
    const strict = rule('field_level', { tombstone })
    expect(resolveByRule(strict, { base, server, client: null }).doc).toBe(server)
    expect(resolveByRule(strict, { base, server: base, client: null }).doc).toBeNull()
  })
})
