import type { SyncClient } from '@dartwing/client'
import type { Doc } from '@dartwing/rules'

const at = (hour: number): Doc => ({
  appointment_datetime: new Date(Date.UTC(2030, 2, 1, hour)).toISOString(),
  appointment_end_datetime: new Date(Date.UTC(2030, 2, 1, hour + 1)).toISOString(),
})

const jobOf = (title: string, assigned_to: string): Doc => ({
  title,
  customer: 'CUST-1',
  address: 'ADDR-1',
  service_type: 'Repair',
  status: 'Assigned',
  scheduled_date: '2030-02-01',
  assigned_to,
  parts_used: [{ item_code: 'FUSE', quantity: 1 }],
})

/** What everybody has on their phone when a seed begins. */
const RECORDS: readonly (readonly [doctype: string, name: string, data: Doc])[] = [
  ['Customer', 'CUST-1', { customer_name: 'Baker' }],
  ['Address', 'ADDR-1', { address_title: 'Bakery', address_line1: 'Mill Lane 1', city: 'Bremen' }],
  ['Dispatch Job', 'JOB-1', jobOf('Boiler', 'tech.a@demo.test')],
  ['Dispatch Job', 'JOB-2', jobOf('Radiator', 'tech.b@demo.test')],
  ['Dispatch Job', 'JOB-3', jobOf('Pump', 'tech.a@demo.test')],
  ['Ticket', 'TKT-1', { subject: 'Cold', status: 'New', description: 'It is cold' }],
  ['Ticket', 'TKT-2', { subject: 'Noise', status: 'Open', priority: 'Low' }],
  ['Ticket', 'TKT-3', { subject: 'Leak', status: 'New' }],
  ['Conversation', 'CONV-1', { subject: 'Visit', channel: 'Email', status: 'Open', messages: [] }],
  ['Appointment', 'APT-1', { attendee_name: 'Ida', provider: 'EMP-1', status: 'Scheduled', ...at(9) }],
  ['Appointment', 'APT-2', { attendee_name: 'Leo', provider: 'EMP-2', status: 'Scheduled', ...at(11) }],
  ['Vault Document', 'VD-1', { document_name: 'Contract', file: 'F-0', version: 1 }],
  ['Form Submission', 'FORM-1', { template: 'TPL-1', template_version: 1, field_values: { answer: 'none' } }],
]

export async function fillRecords(client: SyncClient): Promise<void> {
  for (const [doctype, name, data] of RECORDS) await client.queueChange(doctype, name, data, { op: 'insert' })
  const { ended, rejected } = await client.sync()
  const [refused] = rejected
  if (ended.kind !== 'complete' || refused !== undefined) {
    throw new Error(`The first records were not taken: ${JSON.stringify(refused ?? ended)}`)
  }
}
