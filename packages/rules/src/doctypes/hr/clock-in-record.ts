import { ADMIN, DESK, defineDocType, EVERYONE } from '../define.ts'
import { check, datetime, float, image, int, link, longText, select, text } from '../fields.ts'

export const CLOCK_IN_RECORD = defineDocType({
  name: 'Clock In Record',
  area: 'hr',
  series: 'CLK-',
  title_fields: ['employee_name', 'employee'],
  strategy: 'server_wins',
  exception_fields: ['notes'],
  reason: 'GPS validation is server-authoritative; time integrity is critical',

  fields: {
    employee: link('Employee', 'Employee', { required: true }),
    employee_name: text('Employee name'),
    log_type: select('Direction', ['IN', 'OUT'], { required: true }),
    time: datetime('Time', { required: true }),
    client_time: datetime('Time on the device'),
    device_id: text('Device'),
    shift: link('Shift', 'Shift Template'),
    work_location: link('Work location', 'Geofence'),
    latitude: float('Latitude', { precision: 6, required: true }),
    longitude: float('Longitude', { precision: 6, required: true }),
    accuracy_m: float('Accuracy in metres', { precision: 1 }),
    wifi_ssid: text('Wi-Fi network'),
    qr_code: text('QR code'),
    photo: image('Photo'),
    validation_method: select('Validated by', ['GPS', 'WiFi', 'QR Code', 'Manual']),
    validation_status: select('Validation status', ['Verified', 'Flagged', 'Overridden']),
    distance_m: float('Distance in metres', { precision: 1 }),
    override_by: link('Overridden by', 'User'),
    override_reason: text('Reason for the override'),
    skip_auto_attendance: check('Skip automatic attendance'),
    attendance: link('Attendance', 'Attendance'),
    geofence_version: int('Geofence version'),
    offline_captured: check('Captured offline'),
    notes: longText('Notes'),
  },

  groups: [{ name: 'fix', label: 'Place and time', fields: ['latitude', 'longitude', 'accuracy_m', 'time'] }],
  rights: { read: EVERYONE, insert: EVERYONE, update: ['technician', ...DESK], delete: ADMIN },
  server_only_fields: ['validation_status'],
  insert_only_fields: ['time', 'latitude', 'longitude', 'accuracy_m', 'employee'],
})
