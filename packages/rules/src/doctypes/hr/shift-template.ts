import { ADMIN_ONLY, defineDocType } from '../define.ts'
import { check, link, minutes, table, text, time } from '../fields.ts'

export const SHIFT_TEMPLATE = defineDocType({
  name: 'Shift Template',
  area: 'hr',
  series: 'SHIFT-',
  title_fields: ['shift_name'],
  strategy: 'server_wins',
  reason: 'Templates are admin-controlled',

  fields: {
    shift_name: text('Shift', { required: true }),
    start_time: time('Start', { required: true }),
    end_time: time('End', { required: true }),
    break_duration_minutes: minutes('Break'),
    color: text('Colour'),
    roles: table('Roles', { role: text('Role') }),
    default_location: link('Default location', 'Geofence'),
    late_entry_grace_period: minutes('Late entry grace'),
    early_exit_grace_period: minutes('Early exit grace'),
    begin_check_in_before_shift_start_time: minutes('Check-in opens before start'),
    allow_check_out_after_shift_end_time: minutes('Check-out closes after end'),
    holiday_list: text('Holiday list'),
    hrms_shift_type: text('Shift type in HR'),
    enabled: check('Enabled'),
  },

  rights: ADMIN_ONLY,
})
