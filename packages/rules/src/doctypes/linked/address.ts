import { DESK, defineDocType, EVERYONE, OFFICE } from '../define.ts'
import { check, select, table, text } from '../fields.ts'

export const ADDRESS = defineDocType({
  name: 'Address',
  area: 'linked',
  series: 'ADDR-',
  title_fields: ['address_title', 'address_line1'],
  strategy: 'server_wins',
  reason: 'Names no strategy of its own: the default',

  fields: {
    address_title: text('Title'),
    address_type: select('Type', ['Billing', 'Shipping', 'Office', 'Personal', 'Plant', 'Other']),
    address_line1: text('Street', { required: true }),
    address_line2: text('Street, second line'),
    city: text('City', { required: true }),
    county: text('County'),
    state: text('State'),
    country: text('Country', { required: true }),
    pincode: text('Postal code'),
    email_id: text('E-mail'),
    phone: text('Phone'),
    is_primary_address: check('Preferred for billing'),
    is_shipping_address: check('Preferred for shipping'),
    disabled: check('Disabled'),
    links: table('Belongs to', { link_doctype: text('Type'), link_name: text('Record') }),
  },

  rights: { read: EVERYONE, insert: OFFICE, update: OFFICE, delete: DESK },
})
