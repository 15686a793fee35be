import { ADMIN_ONLY, defineDocType } from '../define.ts'
import { check, float, int, table, text, time } from '../fields.ts'

export const SLA_POLICY = defineDocType({
  name: 'SLA Policy',
  area: 'configuration',
  series: 'SLA-',
  title_fields: ['policy_name'],
  strategy: 'server_wins',
  reason: 'Policies are admin-only configuration',

  fields: {
    policy_name: text('Policy', { required: true }),
    enabled: check('Enabled'),
    apply_to_all: check('Applies to all'),
    categories: table('Categories', { category: text('Category') }),
    customer_groups: table('Customer groups', { customer_group: text('Customer group') }),
    priority_filter: text('Priorities'),
    response_time_low: float('Response, low (h)', { precision: 2 }),
    response_time_normal: float('Response, normal (h)', { precision: 2 }),
    response_time_high: float('Response, high (h)', { precision: 2 }),
    response_time_urgent: float('Response, urgent (h)', { precision: 2 }),
    resolution_time_low: float('Resolution, low (h)', { precision: 2 }),
    resolution_time_normal: float('Resolution, normal (h)', { precision: 2 }),
    resolution_time_high: float('Resolution, high (h)', { precision: 2 }),
    resolution_time_urgent: float('Resolution, urgent (h)', { precision: 2 }),
    use_business_hours: check('Business hours only'),
    business_hours_start: time('Business hours start'),
    business_hours_end: time('Business hours end'),
    exclude_weekends: check('Without weekends'),
    holiday_list: text('Holiday list'),
    pause_on_pending: check('Paused while pending'),
    pause_on_hold: check('Paused while on hold'),
    timezone: text('Time zone'),
    escalation_rules: table('Escalation rules', {
      trigger_type: text('Trigger'),
      at_risk_threshold_percent: float('At-risk threshold (%)', { precision: 2 }),
      escalation_level: int('Level', { required: true }),
      notify_role: text('Notified role'),
      auto_assign_to: text('Assigned to'),
    }),
  },

  rights: ADMIN_ONLY,
})
