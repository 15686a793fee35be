import type { ConflictDetail } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { Button, Kbd } from '@mantine/core'
import { useEffect } from 'react'
import { offerTakeBack } from '../../../lib/last-decision.ts'
import classes from './undo.module.css'
import { useUndo } from './use-undo.ts'

interface UndoToastProps {
  readonly conflict: ConflictDetail
  /** Shows the item: asked again, or why it could not be taken back. */
  readonly onShow: () => void
}

/** After resolving and going on: the way back, for as long as the message stands. */
export function UndoToast({ conflict, onShow }: UndoToastProps) {
  const { state, undo } = useUndo(onShow)
  const may = conflict.permissions.undo && state.step !== 'refused'
  useEffect(() => (may ? offerTakeBack(() => void undo(conflict)) : undefined), [may, undo, conflict])
  return (
    <div className={classes.toast}>
      <span>{conflict.title}</span>
      {state.step === 'refused' ? (
        <>
          <span role="alert">
            <Trans>It was changed after this decision, so it stays.</Trans>
          </span>
          <Button size="compact-sm" variant="default" onClick={onShow}>
            <Trans>Look at it</Trans>
          </Button>
        </>
      ) : may ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={state.step === 'sending'}
          onClick={() => void undo(conflict)}
          rightSection={
            <Kbd size="xs" aria-hidden>
              z
            </Kbd>
          }
        >
          {state.step === 'unknown' ? <Trans>No answer. Try again</Trans> : <Trans>Undo</Trans>}
        </Button>
      ) : null}
    </div>
  )
}
