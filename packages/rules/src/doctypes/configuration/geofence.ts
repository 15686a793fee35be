import { ADMIN_ONLY, defineDocType } from '../define.ts'
import { check, date, float, geo, int, link, select, table, text } from '../fields.ts'

export const GEOFENCE = defineDocType({
  name: 'Geofence',
  area: 'configuration',
  series: 'LOC-',
  title_fields: ['location_name'],
  strategy: 'server_wins',
  reason: 'Geofence boundaries are admin-controlled',

  fields: {
    location_name: text('Location', { required: true }),
    address: link('Address', 'Address'),
    customer: link('Customer', 'Customer'),
    latitude: float('Latitude', { precision: 6, required: true }),
    longitude: float('Longitude', { precision: 6, required: true }),
    geofence_radius_meters: int('Radius in metres', { required: true }),
    shape: select('Shape', ['circle', 'polygon']),
    polygon: geo('Polygon'),
    validation_mode: select('Validated by', ['GPS Only', 'WiFi Only', 'QR Only', 'Any Method'], {
      required: true,
    }),
    allowed_wifi_networks: table('Wi-Fi networks', { ssid: text('Network'), bssid: text('Access point') }),
    qr_code: text('QR code'),
    version: int('Version'),
    effective_from: date('Effective from'),
    active: check('Active'),
  },

  links: [
    { doctype: 'Address', field: 'address' },
    { doctype: 'Customer', field: 'customer' },
  ],
  rights: ADMIN_ONLY,
})
