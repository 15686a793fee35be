import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import classes from './branch-actions.module.css'

interface LabelDialogProps {
  readonly label: string
  readonly busy: boolean
  readonly onClose: () => void
  readonly onSave: (label: string) => void
}

const LENGTH_MAX = 140

/** A name for people; the document behind it keeps its own. */
export function LabelDialog({ label, busy, onClose, onSave }: LabelDialogProps) {
  const { t } = useLingui()
  const [text, setText] = useState(label)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    onSave(text.trim())
  }
  return (
    <Dialog opened onClose={onClose} title={t`Rename this version`}>
      <form className={classes.dialog} onSubmit={save}>
        <TextInput
          data-autofocus
          label={t`Name`}
          description={t`Without a name it is called by its author and its time.`}
          maxLength={LENGTH_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
