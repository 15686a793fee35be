import type { NotificationItem } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { KIND_ICONS, sentenceOf } from '../kind-words.ts'
import classes from './panel.module.css'

interface NotificationRowProps {
  readonly item: NotificationItem
  readonly zone: string
  readonly onLeave: () => void
}

export function NotificationRow({ item, zone, onLeave }: NotificationRowProps) {
  const { kind, doctype, name, title, due_at, comment, created_at, seen } = item
  const Icon = KIND_ICONS[kind]
  const isOpen = kind === 'needs_you' || kind === 'assigned' || kind === 'deadline_near'
  return (
    <li className={classes.row} data-new={!seen || undefined}>
      <Icon size={19} stroke={1.7} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Target item={item} onLeave={onLeave}>
          {seen ? null : (
            <VisuallyHidden>
              <Trans>New:</Trans>{' '}
            </VisuallyHidden>
          )}
          {sentenceOf(item)}
        </Target>
        <p className={classes.title} dir="auto">
          {title}
        </p>
        {comment === null ? null : (
          <p className={classes.comment} dir="auto">
            “{comment}”
          </p>
        )}
        <p className={classes.soft}>
          {ruleText(doctype)} · <time dateTime={created_at}>{formatInstant(created_at, zone, 'short')}</time>
          {isOpen && due_at !== null ? (
            <>
              {' '}
              · <Trans>Decide by {formatInstant(due_at, zone, 'short')}</Trans>
            </>
          ) : null}
        </p>
        {kind === 'overruled' || kind === 'rule_overruled' ? (
          <Link
            to="/history/$doctype/$name"
            params={{ doctype, name }}
            className={classes.restore}
            onClick={onLeave}
          >
            <Trans>See what was left out, and restore it</Trans>
          </Link>
        ) : null}
      </div>
    </li>
  )
}

/** All of the row leads there. */
function Target({
  item,
  onLeave,
  children,
}: Pick<NotificationRowProps, 'item' | 'onLeave'> & { children: ReactNode }) {
  const { conflict_id, doctype, name } = item
  const look = { className: classes.target ?? '', onClick: onLeave }
  return conflict_id === null ? (
    <Link to="/history/$doctype/$name" params={{ doctype, name }} {...look}>
      {children}
    </Link>
  ) : (
    <Link to="/c/$id" params={{ id: conflict_id }} search={{}} {...look}>
      {children}
    </Link>
  )
}
