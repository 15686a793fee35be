/** The core's DocTypes about what is done, and with what. */
import { ADMIN, DESK, defineDocType, EVERYONE, OFFICE } from '../doctypes/define.ts'
import { date, datetime, int, link, longText, select, text } from '../doctypes/fields.ts'

export const TASK = defineDocType({
  name: 'Task',
  area: 'core',
  series: 'TASK-',
  title_fields: ['subject'],
  strategy: 'field_level',
  server_wins_fields: ['status', 'assigned_to', 'priority', 'due_date'],
  client_wins_fields: ['notes', 'description'],
  reason: 'Planning is central; notes belong to who does the work',
  fields: {
    subject: text('Subject', { required: true }),
    status: text('Status'),
    assigned_to: link('Assigned to', 'User'),
    priority: select('Priority', ['Low', 'Normal', 'High', 'Urgent']),
    due_date: date('Due'),
    description: longText('Description'),
    notes: longText('Notes'),
  },
  rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: OFFICE },
})

export const CALENDAR_EVENT = defineDocType({
  name: 'Calendar Event',
  area: 'core',
  series: 'EVENT-',
  title_fields: ['subject'],
  strategy: 'manual_resolve',
  auto_merge_fields: ['notes'],
  reason: 'Two times for one event need a person',
  fields: {
    subject: text('Subject', { required: true }),
    starts_on: datetime('Start'),
    ends_on: datetime('End'),
    location: text('Location'),
    notes: longText('Notes'),
  },
  rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: OFFICE },
})

export const COMMENT = defineDocType({
  name: 'Comment',
  area: 'core',
  title_fields: ['content'],
  strategy: 'append_only',
  reason: 'What was said stays said',
  fields: {
    reference_doctype: text('About (type)'),
    reference_name: text('About (record)'),
    content: longText('Comment', { required: true }),
    comment_by: link('By', 'User'),
  },
  rights: { read: EVERYONE, insert: EVERYONE, update: DESK, delete: ADMIN },
})

export const FILE = defineDocType({
  name: 'File',
  area: 'core',
  series: 'FILE-',
  title_fields: ['file_name'],
  strategy: 'server_wins',
  reason: 'The server holds the bytes that this describes',
  fields: {
    file_name: text('File name', { required: true }),
    sha256: text('Content hash', { required: true }),
    size: int('Size in bytes'),
    mime: text('Media type'),
    attached_to_doctype: text('Attached to (type)'),
    attached_to_name: text('Attached to (record)'),
    attached_to_field: text('Attached to (field)'),
    state: select('State', ['pending', 'stored', 'quarantined']),
  },
  rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: DESK },
  server_only_fields: ['state'],
  // What has been described and where it belongs is settled: another content or place is another File.
  insert_only_fields: ['sha256', 'size', 'attached_to_doctype', 'attached_to_name', 'attached_to_field'],
})

export const EQUIPMENT = defineDocType({
  name: 'Equipment',
  area: 'core',
  series: 'EQ-',
  title_fields: ['equipment_name'],
  strategy: 'field_level',
  server_wins_fields: ['assigned_to', 'current_location', 'status'],
  client_wins_fields: ['notes'],
  reason: 'Where equipment is and who has it is decided centrally',
  fields: {
    equipment_name: text('Equipment', { required: true }),
    serial_no: text('Serial number'),
    assigned_to: link('Assigned to', 'Employee'),
    current_location: text('Current location'),
    status: text('Status'),
    notes: longText('Notes'),
  },
  rights: { read: EVERYONE, insert: OFFICE, update: EVERYONE, delete: DESK },
})
