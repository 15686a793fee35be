import type { RuleBook } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { replay } from '../api/rules-api.ts'
import { CopyText } from '../words/copy-text.tsx'
import { EntryMode } from '../words/entry-mode.tsx'
import type { Candidate } from './candidate.ts'
import { CandidateForm } from './candidate-form.tsx'
import classes from './replay.module.css'
import { ReplayResult } from './replay-result.tsx'
import { type OnTrial, useCandidate } from './use-candidate.ts'

interface ReplayProps {
  readonly book: RuleBook
  readonly rule: RuleBook['doctypes'][number]
  readonly org: string
  readonly zone: string
  readonly onDoctype: (doctype: string) => void
}

const HOW_MANY = [100, 1000, 10_000] as const

/** A rule changed on trial, against what has been recorded. */
export function Replay({ book, rule, org, zone, onDoctype }: ReplayProps) {
  const { t } = useLingui()
  const trial = useCandidate(rule)
  const [last, setLast] = useState<number>(HOW_MANY[1])
  const run = useMutation({
    mutationFn: (asked: Candidate) => replay(org, { candidates: { [rule.doctype]: asked }, last }),
    networkMode: 'always',
  })
  const isStale = run.data !== undefined && JSON.stringify(run.variables) !== JSON.stringify(trial.asked)
  return (
    <>
      <div className={classes.top}>
        <NativeSelect
          label={t`Kind of record`}
          value={rule.doctype}
          onChange={(event) => onDoctype(event.currentTarget.value)}
          data={book.doctypes.map(({ doctype }) => ({ value: doctype, label: ruleText(doctype) }))}
        />
        <HowMany last={last} onLast={setLast} />
        <EntryMode
          isText={trial.text !== null}
          isReadable={trial.asked !== null}
          onText={trial.enterAsText}
        />
      </div>
      {trial.text === null ? (
        <CandidateForm rule={rule} candidate={trial.candidate} onChange={trial.setCandidate} />
      ) : (
        <AsText trial={trial} />
      )}
      <Actions trial={trial} doctype={rule.doctype} isPending={run.isPending} onRun={run.mutate} />
      {run.error === null ? null : (
        <p role="alert" className={classes.problem}>
          {run.error.message}
        </p>
      )}
      {isStale ? (
        <p className={classes.soft}>
          <Trans>You have changed the rule since. Replay again to see what it does now.</Trans>
        </p>
      ) : null}
      {run.data === undefined || run.variables === undefined ? null : (
        <ReplayResult found={run.data} rule={rule} candidate={run.variables} zone={zone} />
      )}
    </>
  )
}

function HowMany({ last, onLast }: { last: number; onLast: (last: number) => void }) {
  const { t, i18n } = useLingui()
  return (
    <NativeSelect
      label={t`Against`}
      value={String(last)}
      onChange={(event) => onLast(Number(event.currentTarget.value))}
      data={HOW_MANY.map((count) => {
        const shown = i18n.number(count)
        return { value: String(count), label: t`the last ${shown} conflicts` }
      })}
    />
  )
}

function AsText({ trial }: { trial: OnTrial }) {
  const { t } = useLingui()
  return (
    <Textarea
      className={classes.json}
      label={t`The rule as data: an entry of the strategy table`}
      autosize
      minRows={10}
      maxRows={30}
      spellCheck={false}
      value={trial.text ?? ''}
      error={trial.problem}
      onChange={(event) => trial.setText(event.currentTarget.value)}
    />
  )
}

interface ActionsProps {
  readonly trial: OnTrial
  readonly doctype: string
  readonly isPending: boolean
  readonly onRun: (asked: Candidate) => void
}

function Actions({ trial, doctype, isPending, onRun }: ActionsProps) {
  const { t } = useLingui()
  const { asked, isUnchanged } = trial
  return (
    <div className={classes.actions}>
      <Button
        loading={isPending}
        disabled={asked === null || isUnchanged}
        onClick={() => asked !== null && onRun(asked)}
      >
        <Trans>Replay</Trans>
      </Button>
      {asked === null ? null : (
        <CopyText
          label={t`Copy for the command`}
          text={() => `${JSON.stringify({ [doctype]: asked }, null, 2)}\n`}
        />
      )}
      <Button variant="subtle" disabled={isUnchanged} onClick={trial.reset}>
        <Trans>Back to the rule in force</Trans>
      </Button>
      {isUnchanged ? (
        <span className={classes.soft}>
          <Trans>This is the rule in force. Change something to see what it would have done.</Trans>
        </span>
      ) : null}
    </div>
  )
}
