import type { ConflictDetail } from '@dartwing/protocol'
import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { formatInstant } from '../../../lib/time/format.ts'
import classes from './item-history.module.css'

const WORDS: Readonly<Record<string, MessageDescriptor>> = {
  opened: msg`The conflict was found`,
  changed: msg`A side changed`,
  joined: msg`A further change joined`,
  resolved: msg`Resolved`,
  auto_resolved: msg`The deadline decided`,
  escalated: msg`Passed to the admins`,
  extended: msg`The deadline was extended`,
  withdrawn: msg`Withdrawn`,
  reopened: msg`Opened again`,
  undone: msg`The decision was undone`,
}

function words(type: string): string {
  const known = WORDS[type]
  return known === undefined ? type.replaceAll('_', ' ') : i18n._(known)
}

export function ItemHistory({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  return (
    <ol className={classes.list}>
      {detail.history.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an append-only list; two entries may share their instant
        <li key={`${entry.at}-${index}`} className={classes.entry}>
          <b>{words(entry.type)}</b>
          <span className={classes.meta}>
            {entry.actor_name || entry.actor} ·{' '}
            <time dateTime={entry.at}>{formatInstant(entry.at, zone)}</time>
          </span>
        </li>
      ))}
    </ol>
  )
}
