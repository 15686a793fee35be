import type { ProblemCode } from '@dartwing/protocol'

/** What a person sees and can do about each refusal. Every code of the catalogue has a screen; none is a raw key. */
export type ProblemScreen =
  | 'sign_in_again'
  | 'no_permission'
  | 'missing'
  | 'resolved_by_other'
  | 'deadline_decided'
  | 'item_changed'
  | 'slot_taken'
  | 'fix_fields'
  | 'wait_and_retry'
  | 'send_with_new_key'
  | 'reload_page'

export const PROBLEM_SCREENS: Record<ProblemCode, ProblemScreen> = {
  malformed_request: 'reload_page',
  invalid_json: 'reload_page',
  unauthenticated: 'sign_in_again',
  wrong_credentials: 'sign_in_again',
  reauth_required: 'sign_in_again',
  forbidden: 'no_permission',
  quarantined: 'no_permission',
  not_enabled: 'no_permission',
  not_found: 'missing',
  no_thumbnail: 'missing',
  method_not_allowed: 'reload_page',
  already_resolved: 'resolved_by_other',
  changed_since: 'item_changed',
  not_decided: 'item_changed',
  already_member: 'fix_fields',
  last_admin: 'no_permission',
  belongs_elsewhere: 'no_permission',
  stage_changed: 'item_changed',
  link_expired: 'missing',
  slot_taken: 'slot_taken',
  file_pending: 'wait_and_retry',
  thumbnail_pending: 'wait_and_retry',
  already_stored: 'item_changed',
  wrong_offset: 'wait_and_retry',
  epoch_changed: 'item_changed',
  resync_required: 'item_changed',
  idempotency_key_reuse: 'send_with_new_key',
  auto_resolved: 'deadline_decided',
  cursor_expired: 'reload_page',
  scope_changed: 'reload_page',
  upload_expired: 'wait_and_retry',
  revision_changed: 'item_changed',
  tus_version: 'reload_page',
  precondition_required: 'reload_page',
  batch_too_large: 'fix_fields',
  body_too_large: 'fix_fields',
  file_too_large: 'fix_fields',
  quota: 'fix_fields',
  file_type_refused: 'fix_fields',
  unsupported_media_type: 'reload_page',
  range_not_satisfiable: 'reload_page',
  invalid_cursor: 'reload_page',
  unknown_doctype: 'missing',
  invalid_choice: 'fix_fields',
  incomplete: 'fix_fields',
  invalid: 'fix_fields',
  hash_mismatch: 'fix_fields',
  upload_busy: 'wait_and_retry',
  rate_limited: 'wait_and_retry',
  checksum_mismatch: 'wait_and_retry',
  not_supported: 'reload_page',
  issuer_unavailable: 'wait_and_retry',
  internal: 'wait_and_retry',
  unavailable: 'wait_and_retry',
}
