import { ABOUT, type DemoRecord, itemAt } from './world.ts'

const LEVELS = ['Basic', 'Standard', 'Business', 'Premium', 'Round the clock'] as const
const CATEGORIES = [
  'Heating',
  'Cooling',
  'Ventilation',
  'Hot water',
  'Controls',
  'Billing',
  'Sales',
  'Data centres',
] as const
/** Hours to the first answer, by level: low, normal, high, urgent. */
const RESPONSE = [
  [48, 24, 8, 4],
  [24, 8, 4, 2],
  [16, 6, 3, 1],
  [8, 4, 2, 1],
  [4, 2, 1, 0.5],
] as const

/** A policy is called by its name. */
export function policyName(index: number): string {
  return `${itemAt(CATEGORIES, Math.floor((index % ABOUT) / LEVELS.length))}: ${itemAt(LEVELS, index)}`
}

/** Every level of service for every kind of trouble. */
export function slaPolicies(): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const level = itemAt(LEVELS, index)
    const category = itemAt(CATEGORIES, Math.floor(index / LEVELS.length))
    const [low, normal, high, urgent] = itemAt(RESPONSE, index)
    const isRoundTheClock = level === 'Round the clock'
    return {
      doctype: 'SLA Policy',
      name: policyName(index),
      data: {
        policy_name: policyName(index),
        enabled: 1,
        apply_to_all: 0,
        categories: [{ category }],
        response_time_low: low,
        response_time_normal: normal,
        response_time_high: high,
        response_time_urgent: urgent,
        resolution_time_low: low * 4,
        resolution_time_normal: normal * 4,
        resolution_time_high: high * 4,
        resolution_time_urgent: urgent * 4,
        use_business_hours: isRoundTheClock ? 0 : 1,
        business_hours_start: '08:00',
        business_hours_end: '17:00',
        exclude_weekends: isRoundTheClock ? 0 : 1,
        holiday_list: 'Berlin',
        pause_on_pending: 1,
        pause_on_hold: 1,
        timezone: 'Europe/Berlin',
        escalation_rules: [
          {
            trigger_type: 'At risk',
            at_risk_threshold_percent: 80,
            escalation_level: 1,
            notify_role: 'resolver',
          },
          {
            trigger_type: 'Breached',
            at_risk_threshold_percent: 100,
            escalation_level: 2,
            notify_role: 'admin',
          },
        ],
      },
    }
  })
}
