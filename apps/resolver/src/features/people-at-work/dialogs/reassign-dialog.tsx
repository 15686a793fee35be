import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { useChange } from '../use-change.ts'
import classes from './dialog.module.css'
import { FailedItems } from './failed-items.tsx'
import { ItemNames } from './item-names.tsx'
import { type Chosen, PeopleChoice } from './people-choice.tsx'

interface DialogProps {
  readonly items: readonly AskedItem[]
  readonly onClose: () => void
}

/** Asks somebody to decide, who is told. Others may decide all the same. */
export function ReassignDialog({ items, onClose }: DialogProps) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [note, setNote] = useState('')
  const { busy, failed, send } = useChange()
  const left = failed.length === 0 ? items : failed.map(({ item }) => item)
  const give = async (): Promise<void> => {
    if (chosen === null) return
    const comment = note.trim() === '' ? null : note.trim()
    if (!(await send(left, { what: 'reassign', account_id: chosen.id, comment }))) return
    notifications.show({
      message: chosen.id === null ? t`Given to nobody in particular` : t`Given to ${chosen.name}`,
    })
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={t`Who should decide?`}>
      <div className={classes.form}>
        <ItemNames items={items} />
        <PeopleChoice item={items[0]} chosen={chosen} onChoose={setChosen} />
        <Textarea
          label={t`Note for them (optional)`}
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
          <Button disabled={chosen === null} loading={busy} onClick={() => void give()}>
            <GiveWords chosen={chosen} />
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function GiveWords({ chosen }: { chosen: Chosen | null }) {
  if (chosen === null) return <Trans>Choose somebody</Trans>
  if (chosen.id === null) return <Trans>Give to nobody in particular</Trans>
  return <Trans>Give to {chosen.name}</Trans>
}
