import { ENDPOINTS, type RuleBook, type SimulateResponse } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { simulate } from '../api/rules-api.ts'
import { CopyText } from '../words/copy-text.tsx'
import { EntryMode } from '../words/entry-mode.tsx'
import { JudgementView } from './judgement-view.tsx'
import { LoadConflict } from './load-conflict.tsx'
import classes from './simulator.module.css'
import { asCurl, exampleOf, type Situation } from './situation.ts'
import { SituationForm } from './situation-form.tsx'
import { type Entered, useSituation } from './use-situation.ts'

interface SimulatorProps {
  readonly book: RuleBook
  readonly start: Situation
  /** The conflict that it was taken from. */
  readonly conflict: string | null
  readonly zone: string
  readonly onConflict: (id: string | null) => void
}

/** Three versions in, one answer out. Nothing is stored and nothing is counted. */
export function Simulator({ book, start, conflict, zone, onConflict }: SimulatorProps) {
  const entered = useSituation(start)
  const { situation, asked } = entered
  const run = useMutation({ mutationFn: (about: Situation) => simulate(about), networkMode: 'always' })
  const ruleOf = (wanted: string | undefined) => book.doctypes.find(({ doctype }) => doctype === wanted)
  const rule = ruleOf(situation.doctype)
  const judged = ruleOf(run.variables?.doctype)
  const isStale = run.data !== undefined && JSON.stringify(run.variables) !== JSON.stringify(asked)
  return (
    <div className={classes.frame}>
      <p className={classes.badge}>
        <IconFlask size={18} aria-hidden />
        <Trans>Simulation: nothing here is stored, sent to a device or counted.</Trans>
      </p>
      <div className={classes.top}>
        <LoadConflict chosen={conflict} onChoose={onConflict} />
        <Kind book={book} entered={entered} />
        <EntryMode
          isText={entered.text !== null}
          isReadable={entered.asked !== null}
          onText={entered.enterAsText}
        />
      </div>
      {entered.text !== null ? <AsText entered={entered} /> : null}
      {entered.text === null && rule !== undefined ? (
        <SituationForm situation={situation} rule={rule} zone={zone} onChange={entered.setSituation} />
      ) : null}
      <Actions asked={asked} data={run.data} isPending={run.isPending} onRun={run.mutate} />
      {run.error === null ? null : (
        <p role="alert" className={classes.problem}>
          {run.error.message}
        </p>
      )}
      {isStale ? (
        <p className={classes.stale}>
          <Trans>You have changed something since. Simulate again to see what becomes of it.</Trans>
        </p>
      ) : null}
      {run.data === undefined || judged === undefined ? null : (
        <JudgementView judgement={run.data.in_force} rule={judged} zone={zone} />
      )}
    </div>
  )
}

function Kind({ book, entered }: { book: RuleBook; entered: Entered }) {
  const { t } = useLingui()
  return (
    <NativeSelect
      label={t`Kind of record`}
      value={entered.asked?.doctype ?? entered.situation.doctype}
      disabled={entered.text !== null}
      onChange={(event) => {
        const chosen = book.doctypes.find(({ doctype }) => doctype === event.currentTarget.value)
        if (chosen !== undefined) entered.setSituation(exampleOf(chosen))
      }}
      data={book.doctypes.map(({ doctype }) => ({ value: doctype, label: ruleText(doctype) }))}
    />
  )
}

function AsText({ entered }: { entered: Entered }) {
  const { t } = useLingui()
  return (
    <Textarea
      className={classes.json}
      label={t`The situation as data`}
      description={t`base: what it was before. server: what is stored. client: what the device wants. Absent is unknown, null is deleted.`}
      autosize
      minRows={12}
      maxRows={30}
      spellCheck={false}
      value={entered.text ?? ''}
      error={entered.problem}
      onChange={(event) => entered.setText(event.currentTarget.value)}
    />
  )
}

interface ActionsProps {
  readonly asked: Situation | null
  readonly data: SimulateResponse | undefined
  readonly isPending: boolean
  readonly onRun: (asked: Situation) => void
}

function Actions({ asked, data, isPending, onRun }: ActionsProps) {
  const { t } = useLingui()
  return (
    <div className={classes.actions}>
      <Button loading={isPending} disabled={asked === null} onClick={() => asked !== null && onRun(asked)}>
        <Trans>Simulate</Trans>
      </Button>
      {asked === null ? null : (
        <CopyText
          label={t`Copy as cURL`}
          text={() => asCurl(window.location.origin, ENDPOINTS.rulesSimulate, asked)}
        />
      )}
      {data === undefined ? null : (
        <CopyText
          label={t`Copy as test case`}
          text={() => `${JSON.stringify([data.in_force.case], null, 2)}\n`}
        />
      )}
    </div>
  )
}
