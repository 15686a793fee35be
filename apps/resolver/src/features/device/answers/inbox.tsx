import type { InboxItem } from '@dartwing/client'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { fieldLabels } from './answer-words.ts'
import classes from './answers.module.css'

/** Records on this phone that wait for a person; the same item is open in the resolver. */
export function Inbox({ items, zone }: { items: readonly InboxItem[]; zone: string }) {
  if (items.length === 0)
    return (
      <p className={classes.none}>
        <Trans>No record waits for a decision.</Trans>
      </p>
    )
  return (
    <ul className={classes.list}>
      {items.map(({ id, doctype, name, fields, due_at }) => (
        <li key={id} className={classes.entry}>
          <b>{ruleText(doctype)}</b>
          <span className={classes.soft}>{name}</span>
          <span>{fieldLabels(doctype, fields)}</span>
          <span className={classes.soft}>
            {due_at === null ? t`Waits until somebody decides` : t`Due ${formatInstant(due_at, zone)}`}
          </span>
          <ButtonLink
            to="/c/$id"
            params={{ id }}
            search={{}}
            size="compact-sm"
            aria-label={t`Decide ${name}`}
          >
            <Trans>Decide in the resolver</Trans>
          </ButtonLink>
        </li>
      ))}
    </ul>
  )
}
