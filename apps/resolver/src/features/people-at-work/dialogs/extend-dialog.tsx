import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import type { ItemChange } from '../api/changes.ts'
import { useChange } from '../use-change.ts'
import classes from './dialog.module.css'
import { FailedItems } from './failed-items.tsx'
import { ItemNames } from './item-names.tsx'

interface DialogProps {
  readonly items: readonly AskedItem[]
  readonly onClose: () => void
}

type Longer = '15m' | '1h' | '4h' | '24h' | '72h'

const LONGER: Record<Longer, { hours: number } | { minutes: number }> = {
  '15m': { minutes: 15 },
  '1h': { hours: 1 },
  '4h': { hours: 4 },
  '24h': { hours: 24 },
  '72h': { hours: 72 },
}

/** A deadline that is moved says so in the history: how far, by whom, and why. */
export function ExtendDialog({ items, onClose }: DialogProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const isAdmin = org.role === 'admin'
  const [longer, setLonger] = useState<Longer>(isAdmin ? '4h' : '15m')
  const [note, setNote] = useState('')
  const { busy, failed, send } = useChange()
  const left = failed.length === 0 ? items : failed.map(({ item }) => item)
  const extend = async (): Promise<void> => {
    const comment = note.trim() === '' ? null : note.trim()
    const change: ItemChange = { what: 'extend', ...LONGER[longer], comment }
    if (!(await send(left, change))) return
    notifications.show({ message: t`The deadline has been moved` })
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={t`More time to decide`}>
      <div className={classes.form}>
        <ItemNames items={items} />
        {isAdmin ? (
          <LongerChoice value={longer} onChange={setLonger} />
        ) : (
          <p className={classes.soft}>
            <Trans>
              You can have 15 minutes more, once, to finish deciding. An admin can give more than that.
            </Trans>
          </p>
        )}
        <Textarea
          label={t`Reason (optional)`}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FailedItems failed={failed} />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button loading={busy} onClick={() => void extend()}>
            {isAdmin ? <Trans>Move the deadline</Trans> : <Trans>Take 15 minutes</Trans>}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function LongerChoice({ value, onChange }: { value: Longer; onChange: (longer: Longer) => void }) {
  const { t } = useLingui()
  const words: readonly [Longer, string][] = [
    ['1h', t`1 hour longer`],
    ['4h', t`4 hours longer`],
    ['24h', t`A day longer`],
    ['72h', t`3 days longer`],
  ]
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>
        <Trans>How much longer</Trans>
      </legend>
      <div className={classes.choices}>
        {words.map(([name, label]) => (
          <label key={name} className={classes.choice}>
            <input type="radio" name="longer" checked={value === name} onChange={() => onChange(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
