/** What devices bring home: tickets of about a kilobyte, as the rules define them. */
import { randomUUID } from 'node:crypto'
import type { Doc } from '@dartwing/rules'
import { TICKET } from '../../rules/ticket.ts'

export interface Operation {
  readonly mutation_id: string
  readonly op: 'insert' | 'update'
  readonly doctype: string
  readonly name: string
  readonly base_version?: number
  readonly data: Doc
  readonly client_ts: string
}

export const ORG = 'ORG-DEMO'
export const DOCTYPE = 'Ticket'

/** Only the server writes these, and the rows are left to the office: a device sends neither. */
const NOT_SENT = new Set([
  'sla_status',
  'first_response_time',
  'resolution_time',
  'escalations',
  'resolved_at',
  'closed_at',
])

/** All stock is this one, each with its own subject. */
export const FIRST: Doc = Object.fromEntries(Object.entries(TICKET).filter(([field]) => !NOT_SENT.has(field)))
/** What the office made of a stock document meanwhile. */
export const OFFICE_EDIT: Doc = { priority: 'Urgent', internal_notes: 'The office has called back at ten.' }

export const subjectOf = (index: number) => `Boiler in the east wing stops after ten minutes (${index})`

export function insertion(name: string, index: number, at: string): Operation {
  const data = { ...FIRST, subject: subjectOf(index) }
  return { mutation_id: randomUUID(), op: 'insert', doctype: DOCTYPE, name, data, client_ts: at }
}

/** The whole document again with three fields changed. A device that knows no better sends a priority too. */
export function edit(name: string, index: number, at: string, isContested: boolean): Operation {
  const data = {
    ...FIRST,
    subject: subjectOf(index),
    category: 'Heating, second visit',
    resolution_notes: `${FIRST.resolution_notes}\nVisit ${index}: the filter is in.`,
    ...(isContested ? { priority: 'Low' } : { feedback_rating: 5 }),
  }
  const base_version = 1
  return {
    mutation_id: randomUUID(),
    op: 'update',
    doctype: DOCTYPE,
    name,
    base_version,
    data,
    client_ts: at,
  }
}
