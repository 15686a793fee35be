import { ADMIN, DESK, defineDocType, EVERYONE } from '../define.ts'
import { attachments, datetime, geo, int, json, link, longText, select, signature, text } from '../fields.ts'

export const FORM_SUBMISSION = defineDocType({
  name: 'Form Submission',
  area: 'operations',
  series: 'FORM-',
  title_fields: ['template', 'dispatch_job', 'customer'],
  strategy: 'field_level',
  server_wins_fields: ['template_version', 'submitted_at', 'submitted_by', 'validation_status'],
  client_wins_fields: ['field_values', 'photos', 'notes'],
  manual_resolve_fields: ['signature'],
  reason: 'Field data from device is authoritative; signature needs human verification',

  fields: {
    template: link('Form template', 'Form Template', { required: true }),
    template_version: int('Template version', { required: true }),
    dispatch_job: link('Dispatch job', 'Dispatch Job'),
    customer: link('Customer', 'Customer'),
    submitted_at: datetime('Submitted at'),
    submitted_by: link('Submitted by', 'User'),
    validation_status: select('Validation status', ['Draft', 'Valid', 'Invalid', 'pending_signature_review']),
    field_values: json('Answers', { required: true }),
    photos: attachments('Photos'),
    signature: signature('Signature'),
    signed_by_name: text('Signed by'),
    signed_at: datetime('Signed at'),
    location: geo('Location'),
    device_id: text('Device'),
    started_at: datetime('Started at'),
    notes: longText('Notes'),
  },

  groups: [{ name: 'signature', label: 'Signature', fields: ['signature', 'signed_by_name', 'signed_at'] }],
  handler: 'form_submission',
  on_timeout: 'escalate',
  tombstone: { allow_delete: false, tombstone_ttl_days: 2555 },
  links: [
    { doctype: 'Customer', field: 'customer', open: { field: 'validation_status', not_in: ['Valid'] } },
  ],
  rights: { read: EVERYONE, insert: EVERYONE, update: ['technician', ...DESK], delete: ADMIN },
  server_only_fields: ['validation_status', 'submitted_at', 'submitted_by'],
})
