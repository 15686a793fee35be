import type { QueueEntry } from '@dartwing/client'
import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Badge, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { opWords } from '../../../lib/language/op-words.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { usePhone } from '../phone/use-phone.ts'
import { fieldLabels } from './answer-words.ts'
import classes from './answers.module.css'

const STATES = {
  waiting: msg`Waiting`,
  sent: msg`Sent, no answer yet`,
  rejected: msg`Refused`,
  acknowledged: msg`Done`,
} as const

/** The phone's own changes, in the order made; each leaves only with its own answer. */
export function Outbox({ entries, zone }: { entries: readonly QueueEntry[]; zone: string }) {
  if (entries.length === 0)
    return (
      <p className={classes.none}>
        <Trans>Nothing waits to be sent.</Trans>
      </p>
    )
  return (
    <ul className={classes.list}>
      {entries.map((entry) => (
        <li key={entry.mutation_id} className={classes.entry}>
          <div className={classes.line}>
            <b>{ruleText(entry.doctype)}</b>
            <Badge variant="light" color={entry.state === 'rejected' ? 'alarm' : 'device'} tt="none">
              {i18n._(STATES[entry.state])}
            </Badge>
          </div>
          <span className={classes.soft}>
            {i18n._(opWords(entry.op))} · {formatInstant(entry.client_ts, zone, 'time')} · {entry.name}
          </span>
          <span>{fieldLabels(entry.doctype, Object.keys(entry.data ?? {}))}</span>
          {entry.error === null ? null : <p className={classes.problem}>{ruleText(entry.error.message)}</p>}
          <EntryActions entry={entry} />
        </li>
      ))}
    </ul>
  )
}

/** What was refused is offered again or dropped; what was never sent can still be dropped. */
function EntryActions({ entry }: { entry: QueueEntry }) {
  const { client } = usePhone()
  const retry = useMutation({ mutationFn: () => client.retryRejected(entry.mutation_id) })
  const discard = useMutation({ mutationFn: () => client.discard(entry.mutation_id) })
  const error = retry.error ?? discard.error
  return (
    <>
      {error === null ? null : (
        <p className={classes.problem} role="alert">
          {error.message}
        </p>
      )}
      <div className={classes.actions}>
        {entry.state === 'rejected' ? (
          <Button size="compact-sm" loading={retry.isPending} onClick={() => retry.mutate()}>
            <Trans>Try again</Trans>
          </Button>
        ) : null}
        {entry.state === 'sent' ? null : (
          <Button
            size="compact-sm"
            variant="default"
            loading={discard.isPending}
            onClick={() => discard.mutate()}
          >
            <Trans>Discard</Trans>
          </Button>
        )}
      </div>
    </>
  )
}
