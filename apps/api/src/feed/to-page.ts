import type { PageRow } from './feed.sql.ts'

/** A page as JSON text; `data` is written through as PostgreSQL gave it. */
export function pageText(
  rows: readonly PageRow[],
  rest: {
    readonly next_since: string
    readonly has_more: boolean
    readonly server_ts: string
    readonly epoch: string
  },
): string {
  return `{"message":{"rows":[${rows.map(rowText).join(',')}],${JSON.stringify(rest).slice(1, -1)}}}`
}

function rowText(row: PageRow): string {
  const isHidden = !row.in_audience
  const meta = {
    doctype: row.doctype,
    name: row.name,
    version: row.version,
    seq: row.seq_text,
    modified: row.modified,
    modified_by: isHidden ? '' : row.modified_by,
    docstatus: 0,
    deleted: row.deleted,
    gone: isHidden ? 'out_of_scope' : row.deleted ? 'deleted' : row.archived ? 'archived' : null,
    reason: isHidden ? 'access' : row.reason,
    conflict:
      isHidden || row.conflict_id === null
        ? null
        : { id: row.conflict_id, fields: row.conflict_fields ?? [], due_at: row.conflict_due_at },
    origin:
      isHidden || row.origin_device === null || row.origin_mutation === null
        ? null
        : { device_id: row.origin_device, mutation_id: row.origin_mutation },
  }
  // What the reader is to drop is not sent along.
  const data = meta.gone === null ? row.data_text : '{}'
  return `${JSON.stringify(meta).slice(0, -1)},"data":${data}}`
}
