import { ADMIN, DESK, defineDocType, EVERYONE, OFFICE } from '../define.ts'
import { check, date, datetime, link, longText, minutes, select, text, time } from '../fields.ts'

export const SCHEDULE_ENTRY = defineDocType({
  name: 'Schedule Entry',
  area: 'hr',
  series: 'SCH-',
  title_fields: ['employee', 'shift_template'],
  strategy: 'server_wins',
  reason: 'Schedule is centrally managed to prevent conflicts',

  fields: {
    employee: link('Employee', 'Employee', { required: true }),
    shift_template: link('Shift', 'Shift Template', { required: true }),
    date: date('Date', { required: true }),
    work_location: link('Work location', 'Geofence'),
    start_time: time('Start'),
    end_time: time('End'),
    break_duration_minutes: minutes('Break'),
    status: select('Status', ['Draft', 'Published', 'Confirmed', 'Completed', 'Cancelled'], {
      required: true,
    }),
    published_at: datetime('Published at'),
    confirmed_at: datetime('Confirmed at'),
    confirmed_by: link('Confirmed by', 'User'),
    swap_status: select('Swap', ['None', 'Requested', 'Offered', 'Approved']),
    swap_request: text('Swap request'),
    hrms_shift_assignment: text('Shift assignment'),
    synced_to_hrms: check('Synced to HR'),
    last_sync: datetime('Last synced to HR'),
    notes: longText('Notes'),
  },

  rights: { read: EVERYONE, insert: OFFICE, update: EVERYONE, delete: DESK },
  field_roles: {
    employee: OFFICE,
    shift_template: OFFICE,
    date: OFFICE,
    start_time: OFFICE,
    end_time: OFFICE,
    break_duration_minutes: OFFICE,
    hrms_shift_assignment: ADMIN,
    synced_to_hrms: ADMIN,
    last_sync: ADMIN,
  },
})
