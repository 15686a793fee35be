import type { Timer } from '@dartwing/protocol'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import classes from '../overview.module.css'
import { PauseDialog } from './pause-dialog.tsx'
import { ResumeButton } from './resume-button.tsx'
import own from './timers.module.css'

interface TimersProps {
  readonly timers: readonly Timer[]
  readonly zone: string
}

/** The timers of the kinds of record: running, or standing still for a reason. */
export function Timers({ timers, zone }: TimersProps) {
  const [isPausing, setIsPausing] = useState(false)
  const paused = timers.filter((timer) => timer.paused !== null)
  return (
    <section className={classes.card} aria-labelledby="timers">
      <Title order={2} id="timers">
        <Trans>Paused timers</Trans>
      </Title>
      <p className={classes.soft}>
        <Trans>
          While a timer is paused, no deadline of that kind of record decides anything. Everybody sees who
          paused it, and why.
        </Trans>
      </p>
      {paused.length === 0 ? (
        <p className={classes.line}>
          <Trans>All timers are running.</Trans>
        </p>
      ) : (
        <ul className={own.list}>
          {paused.map((timer) => (
            <PausedTimer key={timer.doctype} timer={timer} zone={zone} />
          ))}
        </ul>
      )}
      <Button variant="default" className={own.pause} onClick={() => setIsPausing(true)}>
        <Trans>Pause a timer</Trans>
      </Button>
      {isPausing ? (
        <PauseDialog
          timers={timers.filter((timer) => timer.paused === null)}
          onClose={() => setIsPausing(false)}
        />
      ) : null}
    </section>
  )
}

function PausedTimer({ timer: { doctype, open, paused }, zone }: { timer: Timer; zone: string }) {
  if (paused === null) return null
  const since = formatInstant(paused.since, zone)
  return (
    <li className={own.timer}>
      <span>
        <b>{ruleText(doctype)}</b>
        <span className={own.words}>
          <Trans>
            Paused by {paused.by_name} since {since}: {paused.reason}
          </Trans>
        </span>
        <span className={own.words}>
          <Plural value={open} one="# conflict is open." other="# conflicts are open." />
        </span>
      </span>
      <ResumeButton doctype={doctype} />
    </li>
  )
}
