import { ADMIN, DESK, defineDocType, EVERYONE } from '../define.ts'
import { datetime, int, json, link, longText, select, table, text } from '../fields.ts'

export const WORKFLOW_INSTANCE = defineDocType({
  name: 'Workflow Instance',
  area: 'workflow',
  series: 'WF-',
  title_fields: ['workflow_template', 'reference_name'],
  strategy: 'server_wins',
  reason: 'State machine must be consistent; server is source of truth',

  fields: {
    workflow_template: link('Workflow', 'Workflow Template', { required: true }),
    template_version: int('Workflow version'),
    reference_doctype: text('About (type)', { required: true }),
    reference_name: text('About (record)', { required: true }),
    status: select('Status', ['Pending', 'Running', 'Waiting', 'Completed', 'Failed', 'Cancelled'], {
      required: true,
    }),
    current_step: int('Current step'),
    next_step: int('Next step'),
    resume_at: datetime('Resumes at'),
    context: json('Context'),
    error_message: longText('Error'),
    started_at: datetime('Started at'),
    completed_at: datetime('Completed at'),
    execution_log: table('Execution log', {
      step_index: int('Step'),
      action_type: text('Action'),
      status: text('Status'),
      result: longText('Result'),
      timestamp: datetime('At'),
    }),
  },

  rights: { read: EVERYONE, insert: DESK, update: DESK, delete: ADMIN },
})
