import { z } from 'zod'

/** RFC 9457, with a stable `code` and whether trying again as it is can help. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  retryable: z.boolean(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof problem>

interface ProblemKind {
  readonly status: number
  readonly retryable: boolean
  readonly title: string
}

/** Whole-request problems. A code is never renamed and never used again for something else. */
export const PROBLEMS = {
  malformed_request: { status: 422, retryable: false, title: 'The request is not of the expected form' },
  invalid_json: { status: 400, retryable: false, title: 'The body is not JSON' },
  unauthenticated: { status: 401, retryable: false, title: 'Sign in first' },
  wrong_credentials: { status: 401, retryable: false, title: 'The e-mail address or the password is wrong' },
  reauth_required: { status: 401, retryable: false, title: 'Too long without contact: sign in again' },
  forbidden: { status: 403, retryable: false, title: 'You may not do this' },
  quarantined: { status: 403, retryable: false, title: 'The file is kept apart, because it may do harm' },
  not_enabled: { status: 403, retryable: false, title: 'Sync is not enabled for this organisation yet' },
  not_found: { status: 404, retryable: false, title: 'There is no such thing, or you may not see it' },
  no_thumbnail: { status: 404, retryable: false, title: 'There is no small picture of this file' },
  method_not_allowed: { status: 405, retryable: false, title: 'This address does not take that method' },
  already_resolved: { status: 409, retryable: false, title: 'Somebody has resolved this already' },
  not_decided: { status: 409, retryable: false, title: 'There is no decision to undo' },
  changed_since: { status: 409, retryable: false, title: 'The document has been changed since' },
  already_member: { status: 409, retryable: false, title: 'That person belongs to the organisation already' },
  last_admin: { status: 409, retryable: false, title: 'The last admin can not be taken away' },
  belongs_elsewhere: {
    status: 409,
    retryable: false,
    title: 'That account belongs to other organisations too: its password is not yours to reset',
  },
  stage_changed: { status: 409, retryable: false, title: 'The rollout stage has been changed meanwhile' },
  slot_taken: { status: 409, retryable: false, title: 'That time is taken' },
  file_pending: { status: 409, retryable: true, title: 'The content of the file has not arrived yet' },
  thumbnail_pending: { status: 409, retryable: true, title: 'The small picture is not made yet' },
  already_stored: { status: 409, retryable: false, title: 'The content of the file is here already' },
  wrong_offset: { status: 409, retryable: true, title: 'The upload goes on at another place: ask where' },
  epoch_changed: { status: 409, retryable: true, title: 'The server was restored: read from the beginning' },
  resync_required: {
    status: 409,
    retryable: true,
    title: 'Offline too long: read the feed to its end first',
  },
  idempotency_key_reuse: { status: 409, retryable: false, title: 'That key was used for another request' },
  auto_resolved: { status: 410, retryable: false, title: 'The deadline or a rule decided this' },
  link_expired: { status: 410, retryable: false, title: 'That link has been used, replaced, or is too old' },
  cursor_expired: { status: 410, retryable: true, title: 'The cursor is too old: read from the beginning' },
  scope_changed: {
    status: 410,
    retryable: true,
    title: 'What you may see has changed: read from the beginning',
  },
  upload_expired: { status: 410, retryable: true, title: 'The upload took too long: begin it anew' },
  revision_changed: { status: 412, retryable: false, title: 'The conflict has changed since you opened it' },
  tus_version: { status: 412, retryable: false, title: 'Send Tus-Resumable: 1.0.0' },
  precondition_required: { status: 428, retryable: false, title: 'If-Match and Idempotency-Key are needed' },
  batch_too_large: { status: 413, retryable: false, title: 'Too many operations in one batch' },
  body_too_large: { status: 413, retryable: false, title: 'The body is too large' },
  file_too_large: { status: 413, retryable: false, title: 'The file is larger than this server takes' },
  quota: { status: 413, retryable: false, title: 'The organisation has no room left for files' },
  file_type_refused: { status: 415, retryable: false, title: 'Programs are not taken as files' },
  unsupported_media_type: { status: 415, retryable: false, title: 'Send application/json' },
  range_not_satisfiable: { status: 416, retryable: false, title: 'The file has no such part' },
  invalid_cursor: { status: 422, retryable: false, title: 'This is not a cursor of this server' },
  unknown_doctype: { status: 422, retryable: false, title: 'There is no such DocType' },
  invalid_choice: { status: 422, retryable: false, title: 'That choice is not possible' },
  incomplete: { status: 422, retryable: false, title: 'Some fields still need a choice' },
  invalid: { status: 422, retryable: false, title: 'A value is not valid' },
  hash_mismatch: { status: 422, retryable: false, title: 'The content is not what the File document says' },
  upload_busy: { status: 423, retryable: true, title: 'Another request is writing to this upload' },
  rate_limited: { status: 429, retryable: true, title: 'Too many requests' },
  checksum_mismatch: { status: 460, retryable: true, title: 'The bytes were changed on their way' },
  not_supported: { status: 501, retryable: false, title: 'This server does not do that' },
  issuer_unavailable: { status: 503, retryable: true, title: 'The sign-in service does not answer' },
  internal: { status: 500, retryable: true, title: 'Something went wrong here' },
  unavailable: { status: 503, retryable: true, title: 'Not ready' },
} as const satisfies Record<string, ProblemKind>
export type ProblemCode = keyof typeof PROBLEMS

/** Per-item refusals in an upsert batch: why a mutation will never apply as it is. */
export const REJECTIONS = {
  malformed: 'The item is not of the expected form.',
  unknown_doctype: 'There is no such DocType.',
  not_found: 'There is no such document, or you may not see it.',
  not_permitted: 'You may not do this to this document.',
  mutation_id_reuse: 'This mutation id was used for another change.',
  device_mismatch: 'This device belongs to another account.',
  too_large: 'The item is larger than 256 KiB.',
  immutable_document: 'This document can be added, but never changed or removed.',
  delete_not_allowed: 'This document may not be deleted.',
  invalid: 'A value is not valid.',
} as const
export type RejectionCode = keyof typeof REJECTIONS
