import type { Json } from '@dartwing/rules'
import { EMPLOYEES } from '../people.ts'
import { jobName } from './jobs.ts'
import { ticketName } from './service-desk.ts'
import { ABOUT, clientAt, customerName, type DemoRecord, itemAt, numbered, type World } from './world.ts'

const FLOWS = [
  'Warranty claim',
  'Customer onboarding',
  'Escalate overdue ticket',
  'Refrigerant report',
  'Invoice approval',
] as const
const FLOW_STATUSES = ['Running', 'Waiting', 'Completed', 'Completed', 'Pending', 'Failed'] as const
const STEPS = ['assign_user', 'send_email', 'wait', 'approve', 'update_field'] as const

export function workflowInstances({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const status = itemAt(FLOW_STATUSES, index)
    const step = status === 'Pending' ? 0 : 1 + (index % 4)
    return {
      doctype: 'Workflow Instance',
      name: numbered('WF-', index),
      data: {
        workflow_template: itemAt(FLOWS, index),
        template_version: 1 + (index % 3),
        reference_doctype: index % 2 === 0 ? 'Ticket' : 'Dispatch Job',
        reference_name: index % 2 === 0 ? ticketName(index) : jobName(index),
        status,
        current_step: step,
        next_step: step + 1,
        context: { customer: customerName(index), amount: 120 + index * 35 },
        started_at: calendar.ago(3000 - index * 40),
        ...(status === 'Failed' ? { error_message: 'The webhook answered 503 three times.' } : {}),
        ...(status === 'Completed' ? { completed_at: calendar.ago(100 + index * 9) } : {}),
        execution_log: Array.from({ length: step }, (_step, at) => ({
          step_index: at + 1,
          action_type: itemAt(STEPS, at),
          status: 'Completed',
          timestamp: calendar.ago(2900 - index * 40 - at * 15),
        })),
      },
    }
  })
}

const ALERTS = [
  ['Storm warning 🌪️', 'Secure ladders and scaffolding before noon. No roof work today.', 'Warning'],
  ['Gas alarm drill', 'Drill at the Moabit depot at 10:00. Meet at the gate.', 'Info'],
  [
    'Recall: condensate pump K2',
    'Do not install pumps of series K2-0417. Bring them back to the depot.',
    'Emergency',
  ],
  ['New refrigerant rules', 'From Monday every gram of R290 is written down in the log book.', 'Info'],
  ['Icy roads ❄️', 'Drive carefully, plan half an hour more.', 'Warning'],
] as const

/** One document per recipient: everybody acknowledges their own. */
export function broadcastAlerts({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [title, message, severity] = itemAt(ALERTS, Math.floor(index / 8))
    const recipient = itemAt(EMPLOYEES.slice(3), index)
    const isAcknowledged = index % 3 === 1
    return {
      doctype: 'Broadcast Alert',
      name: numbered('ALERT-', index),
      data: {
        title,
        message,
        recipient: recipient.email,
        severity,
        channels: [{ channel: 'Push' }, { channel: 'SMS' }],
        audience_type: 'Team',
        audience: [{ member: 'Field service' }],
        status: 'Sent',
        scheduled_at: calendar.ago(300 + Math.floor(index / 8) * 1440),
        require_acknowledgment: 1,
        acknowledgment_status: isAcknowledged ? 'Acknowledged' : 'Pending',
        ...(isAcknowledged
          ? { acknowledged_at: calendar.ago(280 + index), acknowledged_by: recipient.email }
          : {}),
        escalation_minutes: 60,
      },
    }
  })
}

const AIMS = ['Heat pumps for', 'Service contracts for', 'Cooling check for', 'Clean air for'] as const
const TARGETS = [
  'bakeries',
  'hotels',
  'day nurseries',
  'doctors',
  'data centres',
  'restaurants',
  'libraries',
  'housing cooperatives',
  'florists',
  'car dealers',
] as const
const CAMPAIGN_STATUSES = ['active', 'draft', 'paused', 'completed', 'configuring'] as const

export function growthCampaigns({ random }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const target = itemAt(TARGETS, index)
    const budget = 1500 + 250 * random.between(0, 12)
    const leads = random.between(4, 60)
    return {
      doctype: 'Growth Campaign',
      name: numbered('CAMP-', index),
      data: {
        campaign_name: `${itemAt(AIMS, Math.floor(index / 10))} ${target}`,
        status: itemAt(CAMPAIGN_STATUSES, index),
        description: `Letters and calls to ${target} within ten kilometres, with a free check as a door opener.`,
        target_industries: [{ industry: target }],
        target_countries: [{ country: 'Germany' }],
        company_size_min: 2,
        company_size_max: 250,
        radius_miles: 6.2,
        minimum_score: 0.6,
        budget,
        spent: Math.round(budget * random.next() * 100) / 100,
        entities_found: leads * 9,
        leads_created: leads,
        leads_contacted: Math.floor(leads * 0.7),
        leads_qualified: Math.floor(leads * 0.3),
        deals_created: Math.floor(leads * 0.15),
        deals_won: Math.floor(leads * 0.06),
      },
    }
  })
}

const CALLS: readonly (readonly [goal: string, ...lines: string[]])[] = [
  [
    'Confirm the visit',
    'Guten Tag, hier ist Nordlicht. Passt Ihnen der Termin morgen um neun?',
    'Ja, das passt gut.',
    'Wunderbar, bis morgen!',
  ],
  [
    'Triage a breakdown',
    'Nordlicht service, how can I help?',
    'The cold room is at ten degrees and rising.',
    'I am sending Benoît, he is twelve minutes away.',
  ],
  [
    'Ask for feedback',
    'Bonjour, êtes-vous satisfait de notre visite ?',
    'Oui, tout fonctionne.',
    'Merci beaucoup !',
  ],
  [
    'Randevu',
    'Merhaba, bakım için salı günü uygun mu?',
    'Salı olmaz, çarşamba olur.',
    'Çarşamba saat on olarak yazdım.',
  ],
]

export function aiCalls({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [goal, ...lines] = itemAt(CALLS, index)
    const started = 200 + index * 71
    return {
      doctype: 'AI Call',
      name: numbered('CALL-', index),
      data: {
        call_id: `CA${(1_000_003 * (index + 1)).toString(16)}`,
        direction: index % 2 === 0 ? 'Outgoing' : 'Incoming',
        from: index % 2 === 0 ? '+49 30 555 0100' : `+49 30 5550${1000 + index * 37}`,
        to: index % 2 === 0 ? `+49 30 5550${1000 + index * 37}` : '+49 30 555 0100',
        agent_type: 'Service desk',
        persona: 'Nora',
        goal: `${goal}, ${clientAt(index).customer}`,
        status: index % 10 === 9 ? 'No Answer' : 'Completed',
        start_time: calendar.ago(started),
        end_time: calendar.ago(started - 2),
        duration: 96 + index,
        reference_doctype: 'Customer',
        reference_name: customerName(index),
        summary: `${goal}: done.`,
        sentiment: 'positive',
        transcript_segments: index % 10 === 9 ? [] : segments(index, lines, calendar.ago(started)),
      },
    }
  })
}

function segments(index: number, lines: readonly string[], timestamp: string): Json[] {
  return lines.map((text, at) => ({
    segment_id: `${numbered('CALL-', index)}-S${at + 1}`,
    speaker: at % 2 === 0 ? 'agent' : 'customer',
    text,
    start_time: at * 6.4,
    end_time: at * 6.4 + 5.8,
    timestamp,
    confidence: 0.93,
    source: 'telephony',
  }))
}
