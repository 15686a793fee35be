import { TIMER_GRACE_MINUTES } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { TimerRefused } from './timer-refused.tsx'
import own from './timers.module.css'
import { useTimer } from './use-timer.ts'

/** Says first what becomes of deadlines that have passed meanwhile. */
export function ResumeButton({ doctype }: { doctype: string }) {
  const { t } = useLingui()
  const [isAsking, setIsAsking] = useState(false)
  const close = () => setIsAsking(false)
  const change = useTimer(close)
  const what = ruleText(doctype)
  return (
    <>
      <Button variant="default" onClick={() => setIsAsking(true)}>
        <Trans>Let it go on</Trans>
      </Button>
      <Dialog opened={isAsking} onClose={close} title={t`Let the timer of ${what} go on?`}>
        <div className={own.form}>
          <span>
            <Trans>
              What is past its deadline, or nearly, gets {TIMER_GRACE_MINUTES} minutes first. Everything else
              keeps the deadline it has.
            </Trans>
          </span>
          <TimerRefused error={change.error} />
          <div className={own.actions}>
            <Button variant="default" onClick={close}>
              <Trans>Cancel</Trans>
            </Button>
            <Button loading={change.isPending} onClick={() => change.mutate({ doctype, paused: false })}>
              <Trans>Let it go on</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  )
}
