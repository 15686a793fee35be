import type { ConflictSummary } from '@dartwing/protocol'
import type { ConflictRecord } from '../stored-document.ts'

export function toSummary(record: ConflictRecord): ConflictSummary {
  return {
    id: record.conflict_id,
    kind: record.kind,
    doctype: record.doctype,
    name: record.name,
    title: record.title,
    headline: record.headline,
    state: record.state,
    revision: record.revision,
    fields: [...record.fields],
    opened_at: record.opened_at,
    due_at: record.due_at,
    timeout_outcome: record.on_timeout,
    escalated_at: record.escalated_at,
    resolved_at: record.resolved_at,
    resolved_by: record.resolved_by,
    submitted_by: record.submitted_by,
    assignee: record.assignee && { id: record.assignee.id, name: record.assignee.name },
  }
}
