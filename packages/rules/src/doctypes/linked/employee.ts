import { ADMIN_ONLY, defineDocType } from '../define.ts'
import { date, link, select, text } from '../fields.ts'

export const EMPLOYEE = defineDocType({
  name: 'Employee',
  area: 'linked',
  series: 'EMP-',
  title_fields: ['employee_name'],
  strategy: 'server_wins',
  reason: 'Names no strategy of its own: the default',

  fields: {
    employee_name: text('Name', { required: true }),
    user_id: link('User', 'User'),
    designation: text('Designation'),
    department: text('Department'),
    cell_number: text('Mobile'),
    company_email: text('E-mail'),
    date_of_joining: date('Joined on'),
    status: select('Status', ['Active', 'Inactive', 'Suspended', 'Left']),
  },

  rights: ADMIN_ONLY,
})
