/** The core's own rules, which the company's extend. */
import type { DocTypeRule } from '../doctype-rule.ts'
import { ADMIN_ONLY, defineDocType } from '../doctypes/define.ts'
import { NOTIFICATION, ORG_MEMBER, ORGANIZATION, PERSON } from './people.ts'
import { CALENDAR_EVENT, COMMENT, EQUIPMENT, FILE, TASK } from './work.ts'

export const DEFAULT_NAME = '_default'

/** Serves every DocType that names no strategy, known or not. */
export const DEFAULT_RULE: DocTypeRule = defineDocType({
  name: DEFAULT_NAME,
  area: 'core',
  title_fields: [],
  strategy: 'server_wins',
  reason: 'Without a rule of its own, what the server holds stands',
  fields: {},
  rights: ADMIN_ONLY,
})

export const CORE_RULES: readonly DocTypeRule[] = [
  ORGANIZATION,
  PERSON,
  ORG_MEMBER,
  TASK,
  CALENDAR_EVENT,
  NOTIFICATION,
  COMMENT,
  FILE,
  EQUIPMENT,
]
