/** A ticket in the middle of its life: every one of its 30 fields has a value, as the longest merges do. */
import type { Doc } from '@dartwing/rules'

export const TICKET: Doc = {
  subject: 'Boiler in the east wing stops after ten minutes',
  description:
    '<p>The boiler starts, runs for about ten minutes and stops with code <b>E17</b>.</p><p>Restarting helps once.</p>',
  customer: 'CUST-00418',
  contact: 'CONT-01277',
  lead: 'LEAD-00093',
  conversation: 'CONV-2026-004121',
  category: 'Heating',
  priority: 'High',
  source: 'Phone',
  status: 'Open',
  assigned_to: 'mara.lind@example.com',
  assigned_team: 'East',
  escalation_level: 1,
  sla_policy: 'SLA-GOLD',
  response_due: '2026-03-04T10:30:00.000Z',
  resolution_due: '2026-03-05T16:00:00.000Z',
  first_response_time: 1260,
  first_response_at: '2026-03-04T09:51:00.000Z',
  resolution_time: 0,
  resolved_at: '2026-03-05T11:20:00.000Z',
  closed_at: '2026-03-06T08:00:00.000Z',
  sla_status: 'Within SLA',
  paused_at: '2026-03-04T12:00:00.000Z',
  total_pause_duration: 5400,
  resolution_notes: 'Cleaned the flame sensor.\nRan it for an hour without a stop.\nAsked for a new filter.',
  internal_notes: 'Key is at the desk.\nThe caretaker leaves at four.\nAsk before the cellar is opened.',
  attachments: [
    { file: 'FILE-88121', file_name: 'display.jpg', size: 184_220 },
    { file: 'FILE-88122', file_name: 'nameplate.jpg', size: 201_554 },
  ],
  feedback_rating: 4.5,
  via_customer_portal: 0,
  escalations: [
    {
      row_id: 'b1f0c7de-6f3e-4a53-9a1d-0d6c0e8f2a11',
      escalated_at: '2026-03-04T10:05:00.000Z',
      escalated_from: 'Desk',
      escalated_to: 'East',
      reason: 'No heat in a school',
      escalated_by: 'desk@example.com',
      notes: 'Called back at ten.',
    },
  ],
}
