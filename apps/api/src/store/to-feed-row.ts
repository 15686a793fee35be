import type { FeedRow } from '@dartwing/protocol'
import type { StoredDocument } from './stored-document.ts'

/** The one shape of a document on the wire: feed, sockets and `GET /api/documents`. */
export function toFeedRow(document: StoredDocument): FeedRow {
  return {
    doctype: document.doctype,
    name: document.name,
    version: document.version,
    seq: document.seq,
    modified: document.modified,
    modified_by: document.modified_by,
    docstatus: 0,
    data: document.data,
    deleted: document.deleted,
    gone: document.deleted ? 'deleted' : document.archived ? 'archived' : null,
    reason: document.reason,
    conflict: document.conflict,
    origin:
      document.origin_device === null || document.origin_mutation === null
        ? null
        : { device_id: document.origin_device, mutation_id: document.origin_mutation },
  }
}

/** What is left of a row for somebody who may no longer see it: enough to drop their copy. */
export function withdrawnRow(row: FeedRow): FeedRow {
  return { ...row, data: {}, modified_by: '', gone: 'out_of_scope', conflict: null, origin: null }
}
