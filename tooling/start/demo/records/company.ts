import { appointments } from './appointments.ts'
import { conversations, inboundMessages } from './conversations.ts'
import { formSubmissions, formTemplates } from './forms.ts'
import { aiCalls, broadcastAlerts, growthCampaigns, workflowInstances } from './growth.ts'
import { dispatchJobs } from './jobs.ts'
import { linkedRecords } from './linked.ts'
import { slaPolicies } from './policies.ts'
import { tickets, vaultDocuments } from './service-desk.ts'
import { clockRecords, geofences, scheduleEntries, shiftTemplates } from './staff.ts'
import type { DemoRecord, World } from './world.ts'

/** Everything the office enters, what others link to first. */
export function companyRecords(world: World): DemoRecord[] {
  return [
    ...linkedRecords(),
    ...geofences(world),
    ...shiftTemplates(),
    ...slaPolicies(),
    ...formTemplates(world),
    ...dispatchJobs(world),
    ...appointments(world),
    ...formSubmissions(world),
    ...conversations(world),
    ...inboundMessages(world),
    ...tickets(world),
    ...vaultDocuments(world),
    ...clockRecords(world),
    ...scheduleEntries(world),
    ...workflowInstances(world),
    ...broadcastAlerts(world),
    ...growthCampaigns(world),
    ...aiCalls(world),
  ]
}

/** Another company on the same server; nothing of it may ever be seen by the first. */
export function neighbourRecords(world: World): DemoRecord[] {
  const few = [...linkedRecords(), ...dispatchJobs(world)].filter(({ name }) => /-000[1-5]$/.test(name))
  return few.map((record) => ({ ...record, data: withoutPeople(record) }))
}

function withoutPeople({ doctype, data }: DemoRecord): DemoRecord['data'] {
  if (doctype === 'Dispatch Job')
    return { ...data, assigned_to: 'admin@other.test', assigned_by: 'admin@other.test' }
  return doctype === 'Employee'
    ? { ...data, user_id: 'admin@other.test', company_email: 'admin@other.test' }
    : data
}
