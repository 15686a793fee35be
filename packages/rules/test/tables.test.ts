/** The derived tables beside the plan's, value by value. The plan's are written out here, not read from the rules. */
import { describe, expect, it } from 'vitest'
import { AppointmentConflictHandler } from '../src/handlers/appointment.ts'
import { ConversationMergeHandler } from '../src/handlers/conversation.ts'
import { FormSubmissionHandler } from '../src/handlers/form-submission.ts'
import {
  ATTACHMENT_SYNC_CONFIG,
  CHILD_TABLE_MERGE_RULES,
  COMPANY_CONFLICT_STRATEGIES,
  CORE_CONFLICT_STRATEGIES,
  CUSTOM_HANDLERS,
  DOCTYPE_NAMES,
  getConflictStrategy,
  SYNC_CONFIG,
  TOMBSTONE_RULES,
} from '../src/index.ts'

const PLAN = {
  'Dispatch Job': {
    strategy: 'field_level',
    server_wins_fields: [
      'status',
      'assigned_to',
      'scheduled_date',
      'scheduled_time',
      'priority',
      'estimated_duration',
      'customer',
      'address',
      'service_type',
    ],
    client_wins_fields: [
      'completion_notes',
      'photos',
      'signature',
      'customer_feedback',
      'actual_start_time',
      'actual_end_time',
      'parts_used',
    ],
    conflict_notification: true,
    reason: 'Assignment and scheduling are server-authoritative; field notes are tech-authoritative',
  },
  Appointment: {
    strategy: 'manual_resolve',
    auto_merge_fields: ['notes', 'internal_notes'],
    conflict_fields: ['appointment_date', 'appointment_time', 'duration'],
    resolution_hint: 'Check calendar for conflicts before resolving',
    reason: 'Time slot conflicts cannot be automatically resolved',
  },
  'Form Submission': {
    strategy: 'field_level',
    server_wins_fields: ['template_version', 'submitted_at', 'submitted_by', 'validation_status'],
    client_wins_fields: ['field_values', 'photos', 'notes'],
    manual_resolve_fields: ['signature'],
    reason: 'Field data from device is authoritative; signature needs human verification',
  },
  Conversation: {
    strategy: 'append_only',
    merge_behavior: 'union_of_messages',
    child_table: 'messages',
    order_by: 'timestamp',
    dedup_key: 'message_id',
    reason: 'Messages are immutable; concurrent sends should merge',
  },
  'Inbound Message': { strategy: 'append_only', reason: 'Never lose incoming messages' },
  Ticket: {
    strategy: 'field_level',
    server_wins_fields: [
      'status',
      'assigned_to',
      'priority',
      'sla_status',
      'first_response_time',
      'resolution_time',
    ],
    client_wins_fields: ['resolution_notes', 'attachments', 'internal_notes'],
    last_write_wins_fields: ['description'],
    reason: 'Status flow and SLA are server-managed; notes are user-specific',
  },
  'Vault Document': {
    strategy: 'version_all',
    conflict_creates_branch: true,
    version_field: 'version',
    branch_naming: '{name}_conflict_{timestamp}',
    reason: 'Never lose document versions; conflicts create branches',
  },
  'Clock In Record': {
    strategy: 'server_wins',
    exception_fields: ['notes'],
    reason: 'GPS validation is server-authoritative; time integrity is critical',
  },
  'Schedule Entry': {
    strategy: 'server_wins',
    reason: 'Schedule is centrally managed to prevent conflicts',
  },
  'Shift Template': { strategy: 'server_wins', reason: 'Templates are admin-controlled' },
  'Workflow Instance': {
    strategy: 'server_wins',
    reason: 'State machine must be consistent; server is source of truth',
  },
  'Broadcast Alert': {
    strategy: 'field_level',
    server_wins_fields: ['status', 'sent_at', 'delivery_stats'],
    client_wins_fields: ['acknowledgment_status', 'acknowledged_at'],
    reason: 'Delivery is server-tracked; acknowledgment is client-reported',
  },
  'Growth Campaign': { strategy: 'server_wins', reason: 'Campaign state is centrally orchestrated' },
  'AI Call': {
    strategy: 'append_only',
    child_table: 'transcript_segments',
    order_by: 'timestamp',
    reason: 'Transcript is append-only; segments from different sources merge',
  },
  'SLA Policy': { strategy: 'server_wins', reason: 'Policies are admin-only configuration' },
  Geofence: { strategy: 'server_wins', reason: 'Geofence boundaries are admin-controlled' },
  'Form Template': { strategy: 'server_wins', reason: 'Templates are versioned and admin-controlled' },
}

describe('the tables of the plan', () => {
  it('COMPANY_CONFLICT_STRATEGIES: 17 DocTypes, each as the plan has it', () => {
    // DocTypes the plan does not know may follow; those it knows stay as it has them.
    const planned = Object.entries(COMPANY_CONFLICT_STRATEGIES).slice(0, 17)
    expect(Object.fromEntries(planned)).toEqual(PLAN)
    expect(DOCTYPE_NAMES.slice(0, 17)).toEqual(Object.keys(PLAN))
  })

  it('CHILD_TABLE_MERGE_RULES', () => {
    expect(CHILD_TABLE_MERGE_RULES).toEqual({
      Conversation: {
        child_field: 'messages',
        merge_strategy: 'union',
        dedup_key: 'message_id',
        order_by: 'timestamp',
        conflict_on_same_key: 'first_write_wins',
      },
      'Dispatch Job': {
        child_field: 'parts_used',
        merge_strategy: 'union',
        dedup_key: 'item_code',
        conflict_on_same_key: 'sum_quantities',
      },
      'AI Call': {
        child_field: 'transcript_segments',
        merge_strategy: 'union',
        dedup_key: 'segment_id',
        order_by: 'start_time',
      },
    })
  })

  it('TOMBSTONE_RULES', () => {
    expect(TOMBSTONE_RULES).toEqual({
      'Dispatch Job': { allow_delete: false, tombstone_ttl_days: 90 },
      Conversation: { allow_delete: false, archive_after_days: 365 },
      'Form Submission': { allow_delete: false, tombstone_ttl_days: 2555 },
      Ticket: { allow_delete: true, tombstone_ttl_days: 30, tombstone_wins_over_update: true },
      _default: { allow_delete: true, tombstone_ttl_days: 30, tombstone_wins_over_update: true },
    })
  })

  it('CUSTOM_HANDLERS', () => {
    expect(Object.keys(CUSTOM_HANDLERS).sort()).toEqual(['Appointment', 'Conversation', 'Form Submission'])
    expect(CUSTOM_HANDLERS.Conversation).toBe(ConversationMergeHandler)
    expect(CUSTOM_HANDLERS.Appointment).toBe(AppointmentConflictHandler)
    expect(CUSTOM_HANDLERS['Form Submission']).toBe(FormSubmissionHandler)
  })

  it('SYNC_CONFIG', () => {
    expect(SYNC_CONFIG).toEqual({
      tombstone_ttl_days: 30,
      max_offline_duration_hours: 168,
      force_reauth_after_hours: 336,
      attachment_sync_priority: 'metadata_first',
      batch_upsert_size: 100,
      conflict_notification_channel: 'push',
      manual_resolve_timeout_hours: 24,
      auto_resolve_fallback: 'server_wins',
    })
  })

  it('ATTACHMENT_SYNC_CONFIG', () => {
    expect(ATTACHMENT_SYNC_CONFIG).toEqual({
      strategy: 'metadata_first',
      auto_sync_max_bytes: 5242880,
      always_sync_types: ['image/jpeg', 'image/png', 'application/pdf'],
      defer_sync_types: ['video/*', 'application/zip'],
      generate_thumbnails: true,
      thumbnail_max_dimension: 200,
      attachment_conflict: 'keep_both',
      local_cache_max_mb: 500,
      local_cache_eviction: 'lru',
    })
  })
})

describe('the core', () => {
  it('CORE_CONFLICT_STRATEGIES', () => {
    const withoutReasons = Object.fromEntries(
      Object.entries(CORE_CONFLICT_STRATEGIES).map(([name, { reason: _reason, ...entry }]) => [name, entry]),
    )
    expect(withoutReasons).toEqual({
      Organization: { strategy: 'server_wins' },
      Person: { strategy: 'server_wins' },
      'Org Member': { strategy: 'server_wins' },
      File: { strategy: 'server_wins' },
      Task: {
        strategy: 'field_level',
        server_wins_fields: ['status', 'assigned_to', 'priority', 'due_date'],
        client_wins_fields: ['notes', 'description'],
      },
      'Calendar Event': { strategy: 'manual_resolve', auto_merge_fields: ['notes'] },
      Notification: { strategy: 'client_wins' },
      Comment: { strategy: 'append_only' },
      Equipment: {
        strategy: 'field_level',
        server_wins_fields: ['assigned_to', 'current_location', 'status'],
        client_wins_fields: ['notes'],
      },
      _default: { strategy: 'server_wins' },
    })
  })
})

describe('getConflictStrategy', () => {
  it('adds what is in force to the entry of the plan, in plain JSON', () => {
    const strategy = getConflictStrategy('AI Call')
    expect(strategy).toMatchObject({ doctype: 'AI Call', ...PLAN['AI Call'] })
    expect(strategy.child_tables).toMatchObject([{ dedup_key: 'segment_id', order_by: 'start_time' }])
    expect(JSON.parse(JSON.stringify(strategy))).toEqual(strategy)
  })

  it('answers with the default for a DocType nobody registered', () => {
    expect(getConflictStrategy('No Such DocType')).toMatchObject({
      doctype: '_default',
      strategy: 'server_wins',
    })
    expect(getConflictStrategy('__proto__')).toMatchObject({ doctype: '_default' })
  })
})
