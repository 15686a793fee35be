/** The list of DocTypes. A new one is a file and a line here; everything else is derived from it. */
import type { DocTypeRule } from '../doctype-rule.ts'
import { BROADCAST_ALERT } from './communications/broadcast-alert.ts'
import { FORM_TEMPLATE } from './configuration/form-template.ts'
import { GEOFENCE } from './configuration/geofence.ts'
import { SLA_POLICY } from './configuration/sla-policy.ts'
import { CONVERSATION } from './crm/conversation.ts'
import { INBOUND_MESSAGE } from './crm/inbound-message.ts'
import { TICKET } from './crm/ticket.ts'
import { VAULT_DOCUMENT } from './crm/vault-document.ts'
import { AI_CALL } from './growth/ai-call.ts'
import { GROWTH_CAMPAIGN } from './growth/growth-campaign.ts'
import { CLOCK_IN_RECORD } from './hr/clock-in-record.ts'
import { SCHEDULE_ENTRY } from './hr/schedule-entry.ts'
import { SHIFT_TEMPLATE } from './hr/shift-template.ts'
import { ADDRESS } from './linked/address.ts'
import { CONTACT } from './linked/contact.ts'
import { CUSTOMER } from './linked/customer.ts'
import { EMPLOYEE } from './linked/employee.ts'
import { APPOINTMENT } from './operations/appointment.ts'
import { DISPATCH_JOB } from './operations/dispatch-job.ts'
import { FORM_SUBMISSION } from './operations/form-submission.ts'
import { WORKFLOW_INSTANCE } from './workflow/workflow-instance.ts'

/** The company's DocTypes, in the order of the plan. */
export const DOCTYPE_RULES: readonly DocTypeRule[] = [
  DISPATCH_JOB,
  APPOINTMENT,
  FORM_SUBMISSION,
  CONVERSATION,
  INBOUND_MESSAGE,
  TICKET,
  VAULT_DOCUMENT,
  CLOCK_IN_RECORD,
  SCHEDULE_ENTRY,
  SHIFT_TEMPLATE,
  WORKFLOW_INSTANCE,
  BROADCAST_ALERT,
  GROWTH_CAMPAIGN,
  AI_CALL,
  SLA_POLICY,
  GEOFENCE,
  FORM_TEMPLATE,
]

/** Documents of the ERP that the company's link to; they name no strategy and use the default. */
export const LINKED_RULES: readonly DocTypeRule[] = [ADDRESS, CUSTOMER, CONTACT, EMPLOYEE]

export const DOCTYPE_NAMES: readonly string[] = DOCTYPE_RULES.map(({ name }) => name)
