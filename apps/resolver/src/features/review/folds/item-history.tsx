import type { ConflictDetail } from '@dartwing/protocol'
import { formatInstant } from '../../../lib/time/format.ts'
import classes from './item-history.module.css'

const WORDS: Readonly<Record<string, string>> = {
  opened: 'The conflict was found',
  changed: 'A side changed',
  joined: 'A further change joined',
  resolved: 'Resolved',
  auto_resolved: 'The deadline decided',
  escalated: 'Passed to the admins',
  extended: 'The deadline was extended',
  withdrawn: 'Withdrawn',
  reopened: 'Opened again',
  undone: 'The decision was undone',
}

export function ItemHistory({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  return (
    <ol className={classes.list}>
      {detail.history.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an append-only list; two entries may share their instant
        <li key={`${entry.at}-${index}`} className={classes.entry}>
          <b>{WORDS[entry.type] ?? entry.type.replaceAll('_', ' ')}</b>
          <span className={classes.meta}>
            {entry.actor_name || entry.actor} ·{' '}
            <time dateTime={entry.at}>{formatInstant(entry.at, zone)}</time>
          </span>
        </li>
      ))}
    </ol>
  )
}
