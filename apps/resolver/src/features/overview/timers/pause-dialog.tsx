import type { Timer } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Select, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { TimerRefused } from './timer-refused.tsx'
import own from './timers.module.css'
import { useTimer } from './use-timer.ts'

interface PauseDialogProps {
  readonly timers: readonly Timer[]
  readonly onClose: () => void
}

const REASON_MAX = 500

export function PauseDialog({ timers, onClose }: PauseDialogProps) {
  const { t } = useLingui()
  const [doctype, setDoctype] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const change = useTimer(onClose)
  const chosen = timers.find((timer) => timer.doctype === doctype)
  const isReady = chosen !== undefined && reason.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) change.mutate({ doctype: chosen.doctype, paused: true, reason })
  }
  return (
    <Dialog opened onClose={onClose} title={t`Pause a timer`}>
      <form className={own.form} onSubmit={submit}>
        <Select
          label={t`Kind of record`}
          placeholder={t`Choose one`}
          required
          data={timers.map((timer) => ({ value: timer.doctype, label: ruleText(timer.doctype) }))}
          value={doctype}
          onChange={setDoctype}
        />
        {chosen === undefined ? null : (
          <span>
            <Plural
              value={chosen.open}
              one="# conflict is open, and waits until a person decides or the timer goes on."
              other="# conflicts are open, and wait until a person decides or the timer goes on."
            />
          </span>
        )}
        <Textarea
          label={t`Reason`}
          description={t`Everybody who opens such an item reads it.`}
          required
          autosize
          minRows={2}
          maxLength={REASON_MAX}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TimerRefused error={change.error} />
        <div className={own.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!isReady}>
            <Trans>Pause</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
