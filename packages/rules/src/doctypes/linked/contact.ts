import { DESK, defineDocType, EVERYONE, OFFICE } from '../define.ts'
import { check, link, table, text } from '../fields.ts'

export const CONTACT = defineDocType({
  name: 'Contact',
  area: 'linked',
  series: 'CONT-',
  title_fields: ['full_name', 'first_name'],
  strategy: 'server_wins',
  reason: 'Names no strategy of its own: the default',

  fields: {
    first_name: text('First name', { required: true }),
    last_name: text('Last name'),
    full_name: text('Name'),
    company_name: text('Company'),
    email_id: text('E-mail'),
    phone: text('Phone'),
    mobile_no: text('Mobile'),
    user: link('User', 'User'),
    is_primary_contact: check('Primary contact'),
    links: table('Belongs to', { link_doctype: text('Type'), link_name: text('Record') }),
  },

  rights: { read: EVERYONE, insert: OFFICE, update: OFFICE, delete: DESK },
})
