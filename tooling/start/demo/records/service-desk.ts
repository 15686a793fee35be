import { createHash } from 'node:crypto'
import type { Doc } from '@dartwing/rules'
import { technicianOf } from './jobs.ts'
import { policyName } from './policies.ts'
import {
  ABOUT,
  clientAt,
  contactName,
  customerName,
  type DemoRecord,
  itemAt,
  numbered,
  type World,
} from './world.ts'

const PROBLEMS = [
  [
    'Boiler loses pressure every two days',
    'Heating',
    '<p>The pressure falls from <b>1.8</b> to <b>0.9 bar</b> within two days. No water to be seen.</p>',
  ],
  [
    'Freezer alarm during the night',
    'Cooling',
    '<p>The freezer called at 02:40 and reset itself. Please look at the door contact.</p>',
  ],
  [
    'Ventilation too loud in the reading room',
    'Ventilation',
    '<p>Since the filter change it hums. Readers complain.</p>',
  ],
  ['Invoice does not match the offer', 'Billing', '<p>Position 4 was offered at 89 €, charged at 98 €.</p>'],
  [
    'App shows yesterday’s temperature',
    'Controls',
    '<p>The value in the app has not changed since yesterday.</p>',
  ],
  ['Please quote a second heat pump', 'Sales', '<p>For the annexe, about 9 kW. Roof or yard?</p>'],
  ['Water stain under the indoor unit', 'Cooling', '<p>A stain the size of a plate, growing.</p>'],
  ['Legionella sample overdue', 'Hot water', '<p>The last sample is from two years ago.</p>'],
] as const
const STATUSES = ['New', 'Open', 'Open', 'Pending', 'On Hold', 'Resolved', 'Closed'] as const
const PRIORITIES = ['Normal', 'High', 'Low', 'Normal', 'Urgent'] as const
const SOURCES = ['Phone', 'Email', 'Portal', 'Chat', 'Manual'] as const

export const ticketName = (index: number) => numbered('TKT-', index)
export const documentName = (index: number) => numbered('VD-', index)

export function tickets({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [subject, category, description] = itemAt(PROBLEMS, index)
    const status = itemAt(STATUSES, index)
    const isDone = status === 'Resolved' || status === 'Closed'
    return {
      doctype: 'Ticket',
      name: ticketName(index),
      data: {
        subject: `${subject}, ${clientAt(index * 11).customer}`,
        description,
        customer: customerName(index * 11),
        contact: contactName(index * 11),
        category,
        priority: itemAt(PRIORITIES, index),
        source: itemAt(SOURCES, index),
        status,
        assigned_to: technicianOf(index),
        assigned_team: index % 2 === 0 ? 'Heating' : 'Cooling',
        sla_policy: policyName(index),
        escalation_level: index % 9 === 8 ? 1 : 0,
        response_due: calendar.ago(60 - index * 30),
        resolution_due: calendar.ago(-1440 - index * 90),
        internal_notes: index % 4 === 0 ? 'Customer prefers calls after 10.' : '',
        ...(isDone
          ? {
              resolution_notes: 'Door seal replaced and tested.',
              resolved_at: calendar.ago(200 + index * 60),
            }
          : {}),
      },
    }
  })
}

const PAPERS = [
  ['Maintenance contract', 'Contracts', 'application/pdf', 'pdf'],
  ['Offer heat pump', 'Offers', 'application/pdf', 'pdf'],
  ['Piping plan ground floor', 'Plans', 'application/pdf', 'pdf'],
  ['Photo of the boiler room', 'Photos', 'image/jpeg', 'jpg'],
  ['Leak test certificate', 'Certificates', 'application/pdf', 'pdf'],
] as const

export function vaultDocuments(world: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [title, category, mime, ending] = itemAt(PAPERS, index)
    const client = clientAt(index * 13)
    return {
      doctype: 'Vault Document',
      name: documentName(index),
      data: {
        document_name: `${title}, ${client.customer}`,
        customer: customerName(index * 13),
        file_name: `${title.toLowerCase().replaceAll(' ', '-')}-${index + 1}.${ending}`,
        ...fileVersion(documentName(index), 1 + (index % 3), 40_000 + world.random.between(0, 900_000)),
        mime,
        category,
        folder: `/${category}/${client.group}`,
        is_private: index % 4 === 0 ? 1 : 0,
        portal_visible: index % 2,
        uploaded_at: world.calendar.ago(1440 * (2 + (index % 30))),
        uploaded_by: technicianOf(index),
        tags: [{ tag: category.toLowerCase() }, { tag: client.group.toLowerCase() }],
      },
    }
  })
}

/** The fields that say which content a document has; they only make sense together. */
export function fileVersion(name: string, version: number, size: number, by = 'office'): Doc {
  return {
    file: `FILE-${name}-v${version}${by === 'office' ? '' : `-${by}`}`,
    content_hash: createHash('sha256').update(`${name} ${version} ${by}`).digest('hex'),
    file_size: size,
    version,
  }
}
