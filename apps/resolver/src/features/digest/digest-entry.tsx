import type { DigestItem } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { summaryLine } from '../../components/conflict/summary-line.ts'
import { RestoreButton } from '../../components/restore/restore-button.tsx'
import { Value } from '../../components/value/value.tsx'
import { ruleText } from '../../lib/language/rule-text.ts'
import { formatInstant } from '../../lib/time/format.ts'
import classes from './digest.module.css'

interface DigestEntryProps {
  readonly item: DigestItem
  readonly zone: string
  readonly onLeave: () => void
}

export function DigestEntry({ item, zone, onLeave }: DigestEntryProps) {
  const { title, doctype, decided_by_name, version } = item
  const values = Object.fromEntries(
    item.lost.flatMap(({ field, yours }): [string, Json][] =>
      item.restorable.includes(field) && yours !== undefined ? [[field, yours]] : [],
    ),
  )
  return (
    <li className={classes.entry}>
      <h3 className={classes.title} dir="auto">
        {title}
      </h3>
      <p className={classes.soft}>
        {ruleText(doctype)} · <Decided by={item.decided_by} name={decided_by_name} /> ·{' '}
        <time dateTime={item.decided_at}>{formatInstant(item.decided_at, zone)}</time>
      </p>
      <p className={classes.headline}>
        {summaryLine({ ...item, fields: item.lost.map(({ field }) => field) })}
      </p>
      {item.lost.length === 0 ? null : (
        <dl className={classes.lost}>
          {item.lost.map((value) => (
            <Lost key={value.field} value={value} zone={zone} />
          ))}
        </dl>
      )}
      <div className={classes.actions}>
        {version !== null && item.restorable.length > 0 ? (
          <RestoreButton about={title} restorable={{ doctype, name: item.name, version, values }} />
        ) : (
          <WhyNot item={item} />
        )}
        <Link
          to="/c/$id"
          params={{ id: item.conflict_id }}
          search={{}}
          className={classes.link}
          onClick={onLeave}
        >
          <Trans>See the decision</Trans>
        </Link>
        <Link
          to="/history/$doctype/$name"
          params={{ doctype, name: item.name }}
          className={classes.link}
          onClick={onLeave}
        >
          <Trans>History of the record</Trans>
        </Link>
      </div>
    </li>
  )
}

function Decided({ by, name }: { by: string; name: string }) {
  if (by === 'timer') return <Trans>Nobody decided in time</Trans>
  if (by === 'rule') return <Trans>Settled by a rule</Trans>
  return <Trans>Decided by {name}</Trans>
}

function Lost({ value, zone }: { value: DigestItem['lost'][number]; zone: string }) {
  const hasMoved = JSON.stringify(value.now ?? null) !== JSON.stringify(value.kept ?? null)
  return (
    <div className={classes.field}>
      <dt>{ruleText(value.label)}</dt>
      <dd>
        <span className={classes.pair}>
          <span className={classes.whose}>
            <Trans>Yours</Trans>
          </span>
          <span className={classes.yours}>
            <Value field={value} value={value.yours} zone={zone} />
          </span>
        </span>
        <span className={classes.pair}>
          <span className={classes.whose}>
            <Trans>Kept</Trans>
          </span>
          <Value field={value} value={value.kept ?? null} zone={zone} />
        </span>
        {hasMoved ? (
          <span className={classes.pair}>
            <span className={classes.whose}>
              <Trans>Since then</Trans>
            </span>
            <Value field={value} value={value.now ?? null} zone={zone} />
          </span>
        ) : null}
      </dd>
    </div>
  )
}

/** Why there is nothing to click. */
function WhyNot({ item }: { item: DigestItem }) {
  return (
    <p className={classes.soft}>
      {item.version === null ? (
        <Trans>The record is deleted: whoever may bring it back can do so in its decision.</Trans>
      ) : item.kind === 'signature_review' ? (
        <Trans>A person decides about signatures.</Trans>
      ) : (
        <Trans>It cannot be put back from here: see the decision.</Trans>
      )}
    </p>
  )
}
