/** Every handler a rule may name. */
import type { HandlerName } from '../doctype-rule.ts'
import { AppointmentConflictHandler } from './appointment.ts'
import { ConversationMergeHandler } from './conversation.ts'
import { FormSubmissionHandler } from './form-submission.ts'
import type { ConflictHandler } from './handler.ts'

export const HANDLERS: Readonly<Record<HandlerName, ConflictHandler>> = {
  conversation: ConversationMergeHandler,
  appointment: AppointmentConflictHandler,
  form_submission: FormSubmissionHandler,
}

const NONE: ConflictHandler = {}

export function handlerOf(name: HandlerName | undefined): ConflictHandler {
  return name ? HANDLERS[name] : NONE
}
