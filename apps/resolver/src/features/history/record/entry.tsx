import type { DocumentNow, HistoryEntry } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Badge, Button } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { opWords } from '../../../lib/language/op-words.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { formatInstant, zoneLabel } from '../../../lib/time/format.ts'
import type { RecordKey } from '../api/record-history.ts'
import { Changes } from './changes.tsx'
import type { Fields } from './fields.ts'
import { LeftOut } from './left-out.tsx'
import { overruledIn, wasInConflict } from './overruled.ts'
import classes from './record.module.css'
import { VersionView } from './version-view.tsx'

interface EntryProps {
  readonly record: RecordKey
  readonly entry: HistoryEntry
  readonly now: DocumentNow | null
  readonly fields: Fields
}

/** One version: who made it and how, what it changed, and what was left out for it. */
export function Entry({ record, entry, now, fields }: EntryProps) {
  const { org } = useSession()
  const [isWhole, setWhole] = useState(false)
  const view = useId()
  const { version } = entry
  const own = overruledIn(entry.decisions)
  return (
    <li className={classes.entry}>
      <EntryHead entry={entry} />
      <Changes entry={entry} fields={fields} zone={org.time_zone} />
      <LeftOut record={record} now={now} fields={fields} overruled={own} zone={org.time_zone} />
      {entry.attempts.map((attempt) => (
        <Attempt
          key={attempt.mutation_id}
          attempt={attempt}
          record={record}
          now={now}
          fields={fields}
          zone={org.time_zone}
        />
      ))}
      <div className={classes.actions}>
        {entry.deleted ? null : (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isWhole}
            aria-controls={view}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? (
              <Trans>Hide the whole version {version}</Trans>
            ) : (
              <Trans>The whole version {version}</Trans>
            )}
          </Button>
        )}
        {entry.conflict_id === null ? null : (
          <Link to="/c/$id" params={{ id: entry.conflict_id }} search={{}} className={classes.link}>
            <Trans>See the decision, or undo it</Trans>
          </Link>
        )}
      </div>
      <div id={view}>
        {isWhole ? (
          <VersionView
            record={record}
            version={version}
            changed={(entry.changes ?? []).map(({ field }) => field)}
          />
        ) : null}
      </div>
    </li>
  )
}

/** Which version, how it came about, by whom, with what, when, under which rules. */
function EntryHead({ entry }: { entry: HistoryEntry }) {
  const { i18n } = useLingui()
  const { org } = useSession()
  const { version, author_name, device, rule_set } = entry
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <Trans>Version {version}</Trans>
          <span className={classes.op}>{i18n._(opWords(entry.op))}</span>
        </h2>
        {wasInConflict(entry) ? (
          <Badge
            variant="light"
            color="own"
            leftSection={<IconArrowsSplit2 size={13} aria-hidden />}
            className={classes.mark}
          >
            <Trans>Was in conflict</Trans>
          </Badge>
        ) : null}
      </div>
      <p className={classes.meta}>
        <span>{author_name}</span>
        {device === null ? null : <span>{device}</span>}
        <time dateTime={entry.created_at} title={zoneLabel(org.time_zone)}>
          {formatInstant(entry.created_at, org.time_zone)}
        </time>
        {rule_set === null ? null : (
          <span>
            <Trans>Rules {rule_set.slice(0, 8)}</Trans>
          </span>
        )}
      </p>
    </>
  )
}

interface AttemptProps {
  readonly attempt: HistoryEntry['attempts'][number]
  readonly record: RecordKey
  readonly now: DocumentNow | null
  readonly fields: Fields
  readonly zone: string
}

/** A change that met this version and left it as it was. */
function Attempt({ attempt, record, now, fields, zone }: AttemptProps) {
  const { author_name, conflict_id } = attempt
  return (
    <div className={classes.attempt}>
      <p className={classes.sentence}>
        {attempt.status === 'conflict_manual' ? (
          <Trans>{author_name} changed it too. A person was asked.</Trans>
        ) : (
          <Trans>{author_name} changed it too. A rule kept this version.</Trans>
        )}
      </p>
      <p className={classes.meta}>
        {attempt.device === null ? null : <span>{attempt.device}</span>}
        <time dateTime={attempt.received_at}>{formatInstant(attempt.received_at, zone)}</time>
      </p>
      <LeftOut
        record={record}
        now={now}
        fields={fields}
        overruled={overruledIn(attempt.decisions)}
        zone={zone}
      />
      {conflict_id === null ? null : (
        <Link to="/c/$id" params={{ id: conflict_id }} search={{}} className={classes.link}>
          <Trans>See the decision</Trans>
        </Link>
      )}
    </div>
  )
}
