import { ADMIN, defineDocType, EVERYONE, OFFICE } from '../define.ts'
import { attachments, check, datetime, json, link, longText, select, text } from '../fields.ts'

export const INBOUND_MESSAGE = defineDocType({
  name: 'Inbound Message',
  area: 'crm',
  series: 'MSG-',
  title_fields: ['subject', 'sender_full_name', 'sender'],
  strategy: 'append_only',
  reason: 'Never lose incoming messages',

  fields: {
    message_id: text('Message id', { required: true }),
    channel: text('Channel', { required: true }),
    received_at: datetime('Received at'),
    sender: text('Sender', { required: true }),
    sender_full_name: text('Sender name'),
    phone_no: text('Phone'),
    recipients: text('Recipients'),
    cc: text('Copies'),
    subject: text('Subject'),
    content: longText('Content', { required: true }),
    content_text: longText('Content (plain)'),
    in_reply_to: text('In reply to'),
    sent_or_received: select('Direction', ['Sent', 'Received']),
    communication_medium: select('Medium', ['Email', 'Chat', 'Phone', 'SMS', 'Visit', 'Other']),
    delivery_status: text('Delivery status'),
    reference_doctype: text('About (type)'),
    reference_name: text('About (record)'),
    raw_payload: json('Raw payload'),
    conversation: link('Conversation', 'Conversation'),
    has_attachment: check('Has attachment'),
    attachments: attachments('Attachments'),
  },

  rights: { read: EVERYONE, insert: EVERYONE, update: OFFICE, delete: ADMIN },
})
