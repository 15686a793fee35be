import type { ConflictDetail, ConflictHistoryType } from '@dartwing/protocol'
import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { isPerson } from '../../../lib/is-person.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import classes from './item-history.module.css'

const WORDS: Readonly<Record<ConflictHistoryType, MessageDescriptor>> = {
  detected: msg`The conflict was found`,
  candidate_joined: msg`A further change joined`,
  settled_by_rule: msg`A rule settled it`,
  server_changed: msg`The record changed meanwhile`,
  withdrawn: msg`Withdrawn`,
  claimed: msg`Somebody began to decide`,
  reassigned: msg`Handed on`,
  extended: msg`The deadline was extended`,
  escalated: msg`Passed to the admins`,
  resolved: msg`Resolved`,
  auto_resolved: msg`The deadline decided`,
  undone: msg`The decision was undone`,
}

function words(type: string): string {
  return isKnown(type) ? i18n._(WORDS[type]) : type.replaceAll('_', ' ')
}

function isKnown(type: string): type is ConflictHistoryType {
  return Object.hasOwn(WORDS, type)
}

export function ItemHistory({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  return (
    <ol className={classes.list}>
      {detail.history.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an append-only list; two entries may share their instant
        <li key={`${entry.at}-${index}`} className={classes.entry}>
          <b>{words(entry.type)}</b>
          <span className={classes.meta}>
            {isPerson(entry.actor) ? `${entry.actor_name || entry.actor} · ` : null}
            <time dateTime={entry.at}>{formatInstant(entry.at, zone)}</time>
          </span>
        </li>
      ))}
    </ol>
  )
}
