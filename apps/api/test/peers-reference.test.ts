/** What is said of a commit fits into a NOTIFY, however large the commit is, and says everything once. */
import { randomUUID } from 'node:crypto'
import type { ConflictEvent, FeedRow } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import type { Committed } from '../src/platform/events.ts'
import { readMessage, toPayloads, toReferences } from '../src/platform/peers/reference.ts'

const at = '2026-01-01T00:00:00.000Z'

const rowAt = (seq: number): FeedRow => ({
  doctype: 'Ticket',
  name: `TKT-${seq}`,
  version: 1,
  seq: String(seq),
  modified: at,
  modified_by: 'a@demo.test',
  docstatus: 0,
  data: { subject: 'x'.repeat(5_000) },
  deleted: false,
  gone: null,
  reason: 'write',
  conflict: null,
  origin: null,
})

const conflictEvent = (): ConflictEvent => ({
  change: 'auto_resolved',
  conflict: {
    id: randomUUID(),
    kind: 'field_conflict',
    doctype: 'Ticket',
    name: 'TKT-1',
    title: 'x',
    headline: 'x',
    state: 'auto_resolved',
    revision: 1,
    fields: [],
    opened_at: at,
    due_at: null,
    timeout_outcome: 'server_wins',
    escalated_at: null,
    assignee: null,
    resolved_at: at,
    resolved_by: null,
    submitted_by: 'a@demo.test',
  },
})

function commitOf(size: { org: string; rows: number; conflicts: number; notices: number }): Committed {
  return {
    org: size.org,
    // Not in the order of their places.
    rows: Array.from({ length: size.rows }, (_, index) => ({
      row: rowAt(418 + ((index * 7) % size.rows)),
      audience: [],
      former: [],
    })),
    conflicts: Array.from({ length: size.conflicts }, () => ({ ...conflictEvent(), audience: [] })),
    notifications: Array.from({ length: size.notices }, () => ({
      id: randomUUID(),
      recipient: 'a@demo.test',
      doctype: 'Ticket',
      name: 'TKT-1',
      conflict_id: null,
      notice: { type: 'review_needed', message: 'x' },
    })),
  }
}

describe('a commit', () => {
  it.each([
    { org: 'ORG', rows: 0, conflicts: 0, notices: 0, messages: 1 },
    { org: 'ORG', rows: 1, conflicts: 0, notices: 0, messages: 1 },
    { org: 'ORG', rows: 100, conflicts: 0, notices: 0, messages: 1 },
    { org: 'ORG', rows: 100, conflicts: 50, notices: 50, messages: 1 },
    { org: 'ORG', rows: 100, conflicts: 500, notices: 300, messages: 10 },
    { org: 'Ω'.repeat(140), rows: 100, conflicts: 50, notices: 50, messages: 1 },
    { org: '"\\'.repeat(70), rows: 100, conflicts: 51, notices: 0, messages: 1 },
    { org: 'ORG', rows: 0, conflicts: 0, notices: 120, messages: 1 },
  ])('of $rows rows, $conflicts conflicts, $notices notices', ({ messages, ...size }) => {
    const committed = commitOf(size)
    const payloads = toPayloads(randomUUID(), toReferences(committed))
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000)
    expect(payloads.length).toBeLessThanOrEqual(messages)
    const said = payloads.flatMap((payload) => readMessage(payload)?.commits ?? [])
    expect(said.flatMap(({ conflicts }) => conflicts)).toEqual(
      committed.conflicts.map(({ conflict, change }) => [conflict.id, change]),
    )
    expect(said.flatMap(({ notifications }) => notifications)).toEqual(
      committed.notifications.map(({ id }) => id),
    )
    const places = said.flatMap((one) => (one.places === null ? [] : [one.places]))
    expect(places).toEqual(size.rows === 0 ? [] : [['417', String(417 + size.rows)]])
    expect(said.every(({ org }) => org === size.org)).toBe(true)
  })

  it('and many others go together', () => {
    const references = Array.from({ length: 1_000 }, () =>
      toReferences(commitOf({ org: 'ORG-LIVE', rows: 3, conflicts: 0, notices: 0 })),
    ).flat()
    const payloads = toPayloads(randomUUID(), references)
    expect(payloads.flatMap((payload) => readMessage(payload)?.commits ?? [])).toEqual(references)
    expect(payloads.length).toBeLessThan(20)
  })
})
