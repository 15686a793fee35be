import type { ReplayResponse, RuleBook, SimulateResponse } from '@dartwing/protocol'
import type { FieldWinner, StepReason, Strategy } from '@dartwing/rules'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Whoever wins, by rule or in one case. `none`: there was nothing to decide. */
export type AnyWinner = FieldWinner | 'pending' | 'none'

export const WINNER_WORDS: Readonly<Record<AnyWinner, MessageDescriptor>> = {
  server: msg`Server`,
  client: msg`Device`,
  later: msg`The later change`,
  both: msg`Both are kept`,
  person: msg`A person decides`,
  pending: msg`Waits for a person`,
  none: msg`Nothing to decide`,
}

export const STRATEGY_WORDS: Readonly<Record<Strategy, MessageDescriptor>> = {
  server_wins: msg`The server keeps the record as a whole`,
  client_wins: msg`The device’s changes win`,
  field_level: msg`Field by field`,
  manual_resolve: msg`A person decides`,
  append_only: msg`Added to, never changed`,
  version_all: msg`Every version is kept`,
  last_write_wins: msg`The later version stands whole`,
}

export const OUTCOME_WORDS: Readonly<
  Record<SimulateResponse['in_force']['resolution']['outcome'], MessageDescriptor>
> = {
  unchanged: msg`Nothing changes on the server`,
  merged: msg`Settled by the rules`,
  held: msg`Waits for a person`,
  branched: msg`Both versions are kept, one beside the other`,
  rejected: msg`Refused`,
}

/** The short form, for from and to. */
export const ENDING_WORDS: Readonly<Record<ReplayResponse['items'][number]['before'], MessageDescriptor>> = {
  unchanged: msg`unchanged`,
  merged: msg`settled`,
  held: msg`waiting for a person`,
  branched: msg`kept twice`,
  rejected: msg`refused`,
}

type Check = RuleBook['doctypes'][number]['findings'][number]['check']

export const CHECK_WORDS: Readonly<Record<Check, { title: MessageDescriptor; note: MessageDescriptor }>> = {
  no_rule: {
    title: msg`Fields that no rule names`,
    note: msg`Where both sides change one of them, the server’s value stands.`,
  },
  no_field: {
    title: msg`Rules for fields that do not exist`,
    note: msg`A list or a group names a field that the record type does not have.`,
  },
  two_places: {
    title: msg`Fields in two lists or groups`,
    note: msg`Two rules would claim the same field.`,
  },
  unknown_word: {
    title: msg`Strategies and handlers that nobody has written`,
    note: msg`A rule names logic that does not exist.`,
  },
  no_key: { title: msg`Tables without a key`, note: msg`Rows could not be told apart.` },
  never_read: {
    title: msg`Lists that are never read`,
    note: msg`The strategy of the record type does not look at them.`,
  },
  no_one_wins: {
    title: msg`Groups with a field that is won by nobody`,
    note: msg`A table, or a text that is merged, cannot be won together with other fields.`,
  },
}

/** What is asked before a list is looked at. Lists and strategies keep the names that rule authors write. */
const QUESTIONS: Readonly<Record<string, MessageDescriptor>> = {
  only_server_changed: msg`Did only the server change it?`,
  only_client_changed: msg`Did only the device change it?`,
  same_value: msg`Did both make the same change?`,
  empty_client_value: msg`Is the device’s value empty, with nothing known of before?`,
  handler: msg`Has this record type logic of its own?`,
  child_table: msg`Is it a table with a rule?`,
  'attachments:keep_both': msg`Are these files?`,
  unlisted: msg`Does no list name it?`,
}

const OWN_LOGIC = msg`Does the record type’s own logic decide it?`
const ROWS = msg`Are these rows that are brought together?`

/** Null: the rule is shown by its name. */
export function questionOf(rule: string): MessageDescriptor | null {
  if (rule.startsWith('handler:')) return OWN_LOGIC
  if (rule.startsWith('child_table:')) return ROWS
  return QUESTIONS[rule] ?? null
}

export const REASON_WORDS: Readonly<Record<StepReason, MessageDescriptor>> = {
  decides: msg`Yes: this decides.`,
  asked_after: msg`Not asked any more.`,
  device_changed_it: msg`No: the device changed it too.`,
  server_changed_it: msg`No: the server changed it too.`,
  record_changed_on_both: msg`No: the record changed on both sides, and this strategy decides about it as a whole.`,
  values_differ: msg`No: the values differ.`,
  no_handler: msg`No.`,
  leaves_it: msg`No: not in this case.`,
  no_table: msg`No: it is no table.`,
  no_files: msg`No: it holds no files.`,
  base_known: msg`Not asked: what it was before is known.`,
  not_empty: msg`No: it is not empty.`,
  no_such_list: msg`This record type has no such list.`,
  not_in_list: msg`The list does not name it.`,
  no_text: msg`It is named, but the values are no text that could be merged.`,
  stronger_rule: msg`It is named, but another rule is stronger.`,
}

export const PATH_WORDS: Readonly<Record<SimulateResponse['in_force']['trace']['path'], MessageDescriptor>> =
  {
    three_way: msg`Server and device are compared with what it was before.`,
    two_way: msg`What it was before is not known: every field that both have, with different values, counts as changed by both.`,
    insert: msg`The record is new.`,
    delete: msg`The device deletes the record.`,
    tombstone: msg`The server has deleted the record.`,
    not_found: msg`There is no such record, and nothing is made.`,
  }
