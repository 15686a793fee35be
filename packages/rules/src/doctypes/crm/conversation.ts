import { ADMIN, defineDocType, EVERYONE } from '../define.ts'
import { check, datetime, float, int, link, longText, seconds, select, table, text } from '../fields.ts'

const CHANNELS = ['Email', 'SMS', 'Voice', 'WhatsApp', 'Messenger', 'Telegram', 'Web Chat']

export const CONVERSATION = defineDocType({
  name: 'Conversation',
  area: 'crm',
  series: 'CONV-',
  title_fields: ['subject', 'customer', 'contact'],
  strategy: 'append_only',
  merge_behavior: 'union_of_messages',
  child_table: 'messages',
  order_by: 'timestamp',
  dedup_key: 'message_id',
  reason: 'Messages are immutable; concurrent sends should merge',

  fields: {
    subject: text('Subject'),
    contact: link('Contact', 'Contact'),
    customer: link('Customer', 'Customer'),
    lead: link('Lead', 'Lead'),
    channel: select('Channel', CHANNELS, { required: true }),
    status: select('Status', ['Open', 'Pending', 'Resolved', 'Closed'], { required: true }),
    priority: select('Priority', ['Low', 'Normal', 'High', 'Urgent']),
    last_message_at: datetime('Last message at', { derived: true }),
    last_message_preview: text('Last message', { derived: true }),
    message_count: int('Messages', { derived: true }),
    unread_count: int('Unread'),
    assigned_to: link('Assigned to', 'User'),
    assigned_team: text('Assigned team'),
    sentiment_score: float('Sentiment', { precision: 3 }),
    intent: text('Intent'),
    suggested_reply: longText('Suggested reply'),
    messages: table('Messages', {
      message_id: text('Message id', { required: true }),
      direction: select('Direction', ['Inbound', 'Outbound']),
      channel: select('Channel', CHANNELS),
      timestamp: datetime('Sent at'),
      sender_name: text('Sender'),
      sender_id: text('Sender id'),
      text: longText('Text'),
      content: longText('Content'),
      content_html: longText('Content (HTML)'),
      read: check('Read'),
      duration_seconds: seconds('Duration'),
      recording_url: text('Recording'),
      transcription: longText('Transcription'),
      ai_summary: longText('Summary'),
    }),
    internal_notes: table('Internal notes', {
      user: link('User', 'User'),
      note: longText('Note'),
      timestamp: datetime('Written at'),
    }),
  },

  child_tables: [
    {
      child_field: 'messages',
      merge_strategy: 'union',
      dedup_key: 'message_id',
      order_by: 'timestamp',
      conflict_on_same_key: 'first_write_wins',
      append_only: true,
    },
  ],
  handler: 'conversation',
  tombstone: { allow_delete: false },
  archive_after_days: 365,
  links: [
    { doctype: 'Customer', field: 'customer', open: { field: 'status', not_in: ['Resolved', 'Closed'] } },
  ],
  rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: ADMIN },
})
