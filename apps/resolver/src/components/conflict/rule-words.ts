const WORDS: Readonly<Record<string, string>> = {
  server_wins: 'the server keeps this kind of record',
  server_wins_fields: 'the server decides this field',
  client_wins: 'the device keeps this kind of record',
  client_wins_fields: 'the device decides this field',
  manual_resolve: 'a person decides this kind of record',
  manual_resolve_fields: 'a person decides this field',
  conflict_fields: 'a person decides this field',
  auto_merge_fields: 'both texts are kept',
  last_write_wins_fields: 'the later change stands',
  last_write_wins: 'the later change stands',
  exception_fields: 'the device decides this field',
  only_client_changed: 'only the device changed it',
  only_server_changed: 'only the server changed it',
  same_value: 'both made the same change',
  equal: 'both made the same change',
  not_permitted: 'the sender may not change this field',
  tombstone_wins_over_update: 'a deleted record stays deleted',
  update_wins_over_tombstone: 'a change brings a deleted record back',
  signature_review: 'a person judges signatures',
  unsafe_key: 'its name cannot be stored safely',
  version_all: 'the server’s version stays and the device’s became a branch beside it',
  exclusive_slot: 'one resource cannot be in two places',
  chosen: 'a person chose it',
  keep_both: 'both sets of files are kept',
  unlisted: 'no rule names it, so the server stands',
  'child_table:union': 'rows of both sides are kept',
  'child_table:sum_quantities': 'quantities of both sides are added up',
  'child_table:first_write_wins': 'the first of two equal rows stays',
  'attachments:keep_both': 'files of both sides are kept',
}

const PENDING = 'both sides changed it and no rule may choose'

/** Why a value is what it is, as the end of a sentence that begins with the winner. */
export function ruleWords(rule: string, pending: boolean): string {
  if (pending && (rule === 'unlisted' || rule.startsWith('manual_resolve'))) return PENDING
  return WORDS[rule] ?? rule.replaceAll(/[_:]/g, ' ')
}
