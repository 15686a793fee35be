import { type ConflictDetail, conflictDetail, type FieldView, type Side } from '@dartwing/protocol'

type FieldPart = Partial<FieldView> & Pick<FieldView, 'name'>

export function field(part: FieldPart): FieldView {
  return {
    label: part.name,
    type: 'text',
    options: null,
    unit: null,
    group: null,
    rows: null,
    disposition: 'needs_choice',
    winner: 'pending',
    rule: 'conflict_fields',
    reason: null,
    editable: true,
    ...part,
  }
}

export function side(part: Partial<Side>): Side {
  return {
    actor: 'someone@demo.test',
    actor_name: 'Someone',
    at: '2026-11-22T12:00:00Z',
    device: null,
    app_version: null,
    offline_seconds: null,
    ...part,
  }
}

export function detail(part: Partial<ConflictDetail>): ConflictDetail {
  // Parsed, so that a fixture can never be something the server could not send.
  return conflictDetail.parse({
    id: 'c1',
    kind: 'field_conflict',
    doctype: 'Appointment',
    name: 'APT-0001',
    title: 'Boiler service',
    headline: 'Two people changed this appointment.',
    state: 'open',
    revision: 1,
    fields: [],
    opened_at: '2026-11-22T12:00:00Z',
    due_at: '2026-11-23T12:00:00Z',
    timeout_outcome: 'server_wins',
    escalated_at: null,
    resolved_at: null,
    resolved_by: null,
    submitted_by: 'tech.a@demo.test',
    server_now: '2026-11-22T12:00:00Z',
    time_zone: 'Europe/Berlin',
    base: {},
    server: {},
    client: {},
    sides: { server: side({}), client: side({}), base: null },
    fields_view: [],
    decisions: [],
    conflict_type: null,
    hint: null,
    strategy: 'manual_resolve',
    strategy_reason: 'A person decides',
    rule_set: 'abcdef0123456789',
    link_titles: {},
    calendar: null,
    other: null,
    permissions: { resolve: true, undo: false, extend: false, book_anyway: false },
    actions: ['choose'],
    resolution: null,
    history: [],
    ...part,
  })
}
