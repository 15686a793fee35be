import { DESK, defineDocType, EVERYONE, OFFICE } from '../define.ts'
import { check, datetime, json, link, longText, minutes, select, table, text } from '../fields.ts'

/** One document per recipient, so that two acknowledgements never overwrite each other. */
export const BROADCAST_ALERT = defineDocType({
  name: 'Broadcast Alert',
  area: 'communications',
  series: 'ALERT-',
  title_fields: ['title'],
  strategy: 'field_level',
  server_wins_fields: ['status', 'sent_at', 'delivery_stats'],
  client_wins_fields: ['acknowledgment_status', 'acknowledged_at'],
  reason: 'Delivery is server-tracked; acknowledgment is client-reported',

  fields: {
    title: text('Title', { required: true }),
    message: longText('Message', { required: true }),
    recipient: link('Recipient', 'User'),
    severity: select('Severity', ['Info', 'Warning', 'Emergency']),
    template: text('Template'),
    channels: table('Channels', { channel: text('Channel') }),
    audience_type: select('Audience', ['All', 'Team', 'Location', 'Geofence']),
    audience: table('Audience members', { member: text('Member') }),
    status: select('Status', ['Draft', 'Scheduled', 'Sending', 'Sent', 'Cancelled']),
    scheduled_at: datetime('Scheduled at'),
    sent_at: datetime('Sent at'),
    delivery_stats: json('Delivery'),
    require_acknowledgment: check('Acknowledgement required'),
    acknowledgment_status: select('Acknowledgement', ['Pending', 'Acknowledged', 'Declined']),
    acknowledged_at: datetime('Acknowledged at'),
    acknowledged_by: link('Acknowledged by', 'User'),
    escalation_minutes: minutes('Escalates after'),
  },

  groups: [
    {
      name: 'acknowledgement',
      label: 'Acknowledgement',
      fields: ['acknowledgment_status', 'acknowledged_at', 'acknowledged_by'],
    },
  ],
  rights: { read: EVERYONE, insert: OFFICE, update: EVERYONE, delete: DESK },
  server_only_fields: ['delivery_stats', 'sent_at'],
  field_roles: {
    title: OFFICE,
    message: OFFICE,
    recipient: OFFICE,
    severity: OFFICE,
    channels: OFFICE,
    audience_type: OFFICE,
    audience: OFFICE,
    status: OFFICE,
    scheduled_at: OFFICE,
    require_acknowledgment: OFFICE,
    escalation_minutes: OFFICE,
  },
  visibility: { field: 'recipient', roles: ['technician'] },
})
