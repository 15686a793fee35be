import { DESK, defineDocType, EVERYONE, OFFICE } from '../define.ts'
import { check, link, longText, select, text } from '../fields.ts'

export const CUSTOMER = defineDocType({
  name: 'Customer',
  area: 'linked',
  series: 'CUST-',
  title_fields: ['customer_name'],
  strategy: 'server_wins',
  reason: 'Names no strategy of its own: the default',

  fields: {
    customer_name: text('Customer', { required: true }),
    customer_type: select('Type', ['Company', 'Individual']),
    customer_group: text('Group'),
    territory: text('Territory'),
    account_manager: link('Account manager', 'User'),
    customer_primary_contact: link('Primary contact', 'Contact'),
    customer_primary_address: link('Primary address', 'Address'),
    mobile_no: text('Mobile'),
    email_id: text('E-mail'),
    primary_address: longText('Address'),
    tax_id: text('Tax number'),
    disabled: check('Disabled'),
    is_frozen: check('Frozen'),
  },

  rights: { read: EVERYONE, insert: OFFICE, update: OFFICE, delete: DESK },
})
