/** The core's DocTypes about who is who. */
import { ADMIN, ADMIN_ONLY, defineDocType, EVERYONE } from '../doctypes/define.ts'
import { check, datetime, link, longText, select, text } from '../doctypes/fields.ts'

export const ORGANIZATION = defineDocType({
  name: 'Organization',
  area: 'core',
  title_fields: ['organization_name'],
  strategy: 'server_wins',
  reason: 'Organisations are managed centrally',
  fields: {
    organization_name: text('Organisation', { required: true }),
    time_zone: text('Time zone'),
    status: select('Status', ['Active', 'Suspended']),
  },
  rights: ADMIN_ONLY,
})

export const PERSON = defineDocType({
  name: 'Person',
  area: 'core',
  title_fields: ['full_name'],
  strategy: 'server_wins',
  reason: 'People are managed centrally',
  fields: {
    full_name: text('Name', { required: true }),
    email: text('E-mail'),
    mobile_no: text('Mobile'),
  },
  rights: ADMIN_ONLY,
})

export const ORG_MEMBER = defineDocType({
  name: 'Org Member',
  area: 'core',
  title_fields: ['person'],
  strategy: 'server_wins',
  reason: 'Membership decides access and is managed centrally',
  fields: {
    person: link('Person', 'Person', { required: true }),
    role: text('Role'),
    status: select('Status', ['Active', 'Pending', 'Inactive']),
  },
  rights: ADMIN_ONLY,
})

export const NOTIFICATION = defineDocType({
  name: 'Notification',
  area: 'core',
  title_fields: ['subject'],
  strategy: 'client_wins',
  reason: 'Only its reader knows whether a notification was read',
  fields: {
    subject: text('Subject'),
    message: longText('Message'),
    user: link('User', 'User'),
    read: check('Read'),
    read_at: datetime('Read at'),
  },
  rights: { read: EVERYONE, insert: ADMIN, update: EVERYONE, delete: EVERYONE },
  visibility: { field: 'user', roles: EVERYONE },
})
