/** The plan's own tests, under their own names (6.1), and the rows of its matrix (6.3). */
import { describe, expect, it } from 'vitest'
import type { Doc } from '../src/index.ts'
import { getConflictStrategy, resolveConflict } from '../src/index.ts'

function resolve_conflict(doctype: string, server: Doc, client: Doc): Doc {
  return resolveConflict(doctype, { server, client }).doc ?? {}
}

describe('TestDispatchJobConflict', () => {
  it('test_server_wins_for_assignment', () => {
    const result = resolve_conflict(
      'Dispatch Job',
      { assigned_to: 'TECH-002', status: 'In Progress' },
      { assigned_to: 'TECH-001', status: 'Assigned' },
    )
    expect(result).toEqual({ assigned_to: 'TECH-002', status: 'In Progress' })
  })

  it('test_client_wins_for_notes', () => {
    const result = resolve_conflict(
      'Dispatch Job',
      { completion_notes: '' },
      { completion_notes: 'Fixed the issue' },
    )
    expect(result).toEqual({ completion_notes: 'Fixed the issue' })
  })
})

describe('TestConversationMerge', () => {
  it('test_messages_union', () => {
    const a = { message_id: 'A', text: 'Hello' }
    const b = { message_id: 'B', text: 'Hi' }
    const { messages } = resolve_conflict('Conversation', { messages: [a] }, { messages: [b] })
    expect(messages).toHaveLength(2)
    expect(messages).toEqual(expect.arrayContaining([a, b]))
  })

  it('test_message_deduplication', () => {
    const a = { message_id: 'A', text: 'Hello' }
    const { messages } = resolve_conflict('Conversation', { messages: [a] }, { messages: [a] })
    expect(messages).toHaveLength(1)
  })
})

describe('TestOfflineScenarios, as far as the rules decide them', () => {
  it('test_tech_offline_job_reassigned', () => {
    const job = { assigned_to: 'TECH-A', completion_notes: '' }
    const result = resolveConflict('Dispatch Job', {
      base: job,
      server: { ...job, assigned_to: 'TECH-B' },
      client: { ...job, completion_notes: 'Started work' },
    })
    expect(result.doc).toEqual({ assigned_to: 'TECH-B', completion_notes: 'Started work' })
    expect(result.conflicts).toEqual(['completion_notes'])
    expect(result.flagged).toEqual(['completion_notes'])
    expect(result.notices[0]).toMatchObject({ type: 'assignment_changed', from: 'TECH-A', to: 'TECH-B' })
  })
})

describe('test matrix', () => {
  it('Assignment change while offline | Dispatch Job | field_level | server wins assignment', () => {
    const base = { assigned_to: 'TECH-001' }
    const server = { assigned_to: 'TECH-002' }
    const client = { assigned_to: 'TECH-003' }
    expect(resolveConflict('Dispatch Job', { base, server, client }).doc).toEqual(server)
  })

  it('Notes added while offline | Dispatch Job | field_level | client wins notes', () => {
    const base = { completion_notes: '' }
    const server = { completion_notes: 'Called the customer' }
    const client = { completion_notes: 'Replaced the filter' }
    const result = resolveConflict('Dispatch Job', { base, server, client })
    expect(result.doc).toEqual(client)
    expect(result.decisions[0]).toMatchObject({ winner: 'client', server: 'Called the customer' })
  })

  it('Time slot conflict | Appointment | manual_resolve | held for a person', () => {
    const base = { appointment_date: '2025-12-02', appointment_time: '13:00', duration: 60 }
    const server = { ...base, appointment_time: '14:00' }
    const client = { ...base, appointment_time: '14:30' }
    const result = resolveConflict('Appointment', { base, server, client }, { time_zone: 'Europe/Berlin' })
    expect(result).toMatchObject({ outcome: 'held', doc: server, pending: ['appointment_time'] })
    expect(result.hold).toMatchObject({ kind: 'field_conflict', conflict_type: 'time_overlap' })
  })

  it('Message sent offline | Conversation | append_only | messages merged', () => {
    const first = { message_id: '1', timestamp: '2025-12-01T09:00:00Z' }
    const office = { message_id: '2', timestamp: '2025-12-01T09:05:00Z' }
    const field = { message_id: '3', timestamp: '2025-12-01T09:02:00Z' }
    const result = resolveConflict('Conversation', {
      base: { messages: [first] },
      server: { messages: [first, office] },
      client: { messages: [first, field] },
    })
    expect(result.doc).toMatchObject({ messages: [first, field, office], message_count: 3 })
    expect(result.conflicts).toEqual([])
  })

  it('Status changed by two users | Ticket | field_level | server wins status', () => {
    const base = { status: 'Open' }
    const result = resolveConflict('Ticket', {
      base,
      server: { status: 'Pending' },
      client: { status: 'Resolved' },
    })
    expect(result.doc).toEqual({ status: 'Pending' })
    expect(result.conflicts).toEqual(['status'])
    expect(result.notices).toMatchObject([
      { type: 'value_overruled', field: 'status', from: 'Resolved', to: 'Pending' },
    ])
  })

  it('Form filled offline | Form Submission | field_level | client wins fields', () => {
    const base = { field_values: { meter: 1 }, notes: '' }
    const server = { field_values: { meter: 2 }, notes: 'office' }
    const client = { field_values: { meter: 3 }, notes: 'field' }
    expect(resolveConflict('Form Submission', { base, server, client }).doc).toEqual(client)
  })

  it('Signature conflict | Form Submission | manual_resolve | flagged for review', () => {
    const base = { signature: null, validation_status: 'Draft' }
    const server = { ...base, signature: 'sig-office' }
    const client = { ...base, signature: 'sig-field' }
    const result = resolveConflict('Form Submission', { base, server, client })
    expect(result.outcome).toBe('held')
    expect(result.doc).toEqual({ signature: 'sig-field', validation_status: 'pending_signature_review' })
    expect(result.hold).toEqual({ kind: 'signature_review', fields: ['signature'], server, client })
  })

  it('Clock-in GPS dispute | Clock In Record | server_wins | server is authoritative', () => {
    const base = { latitude: 52.52, longitude: 13.4, validation_status: 'Verified' }
    const server = { ...base, latitude: 52.51, validation_status: 'Flagged' }
    const client = { ...base, latitude: 52.6 }
    const result = resolveConflict('Clock In Record', { base, server, client })
    expect(result.doc).toEqual(server)
    expect(result.conflicts).toEqual(['latitude'])
  })

  it('Document edited offline | Vault Document | version_all | branch created', () => {
    const base = { file: 'f0', version: 1 }
    const result = resolveConflict(
      'Vault Document',
      { base, server: { file: 'f1', version: 2 }, client: { file: 'f2', version: 1 } },
      { name: 'VD-1', now: '2025-12-01T10:00:00.123Z' },
    )
    expect(result.outcome).toBe('branched')
    expect(result.doc).toEqual({ file: 'f1', version: 2 })
    expect(result.branch).toEqual({
      name: 'VD-1_conflict_20251201T100000123Z',
      doc: { file: 'f2', version: 1, branch_of: 'VD-1' },
    })
  })

  it('names the strategies of the matrix', () => {
    const strategies = [
      'Dispatch Job',
      'Appointment',
      'Conversation',
      'Clock In Record',
      'Vault Document',
    ].map((doctype) => getConflictStrategy(doctype).strategy)
    expect(strategies).toEqual(['field_level', 'manual_resolve', 'append_only', 'server_wins', 'version_all'])
  })
})
