import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

const WORDS: Readonly<Record<string, MessageDescriptor>> = {
  server_wins: msg`the server keeps this kind of record`,
  server_wins_fields: msg`the server decides this field`,
  client_wins: msg`the device keeps this kind of record`,
  client_wins_fields: msg`the device decides this field`,
  manual_resolve: msg`a person decides this kind of record`,
  manual_resolve_fields: msg`a person decides this field`,
  conflict_fields: msg`a person decides this field`,
  auto_merge_fields: msg`both texts are kept`,
  last_write_wins_fields: msg`the later change stands`,
  last_write_wins: msg`the later change stands`,
  exception_fields: msg`the device decides this field`,
  only_client_changed: msg`only the device changed it`,
  only_server_changed: msg`only the server changed it`,
  same_value: msg`both made the same change`,
  equal: msg`both made the same change`,
  not_permitted: msg`the sender may not change this field`,
  tombstone_wins_over_update: msg`a deleted record stays deleted`,
  update_wins_over_tombstone: msg`a change brings a deleted record back`,
  signature_review: msg`a person judges signatures`,
  unsafe_key: msg`its name cannot be stored safely`,
  version_all: msg`the server’s version stays and the device’s became a branch beside it`,
  exclusive_slot: msg`one resource cannot be in two places`,
  chosen: msg`a person chose it`,
  keep_both: msg`both sets of files are kept`,
  unlisted: msg`no rule names it, so the server stands`,
  derived: msg`the server computes it from other fields`,
  append_only: msg`what is stored is never changed`,
  field_level: msg`it is decided field by field`,
  empty_client_value: msg`an empty value of the device beats nothing`,
  not_a_table: msg`it is no table, so the server stands`,
  immutable_document: msg`what is stored is never changed`,
  delete_not_allowed: msg`this kind of record is never deleted`,
  'handler:form_submission': msg`forms have logic of their own`,
  'field_values:per_key': msg`answers are brought together one by one`,
  'child_table:union': msg`rows of both sides are kept`,
  'child_table:sum_quantities': msg`quantities of both sides are added up`,
  'child_table:first_write_wins': msg`the first of two equal rows stays`,
  'attachments:keep_both': msg`files of both sides are kept`,
}

const PENDING = msg`both sides changed it and no rule may choose`

/** Why a value is what it is, as the end of a sentence that begins with the winner. */
export function ruleWords(rule: string, pending: boolean): string {
  if (pending && (rule === 'unlisted' || rule.startsWith('manual_resolve'))) return i18n._(PENDING)
  const words = WORDS[rule]
  return words === undefined ? rule.replaceAll(/[_:]/g, ' ') : i18n._(words)
}
