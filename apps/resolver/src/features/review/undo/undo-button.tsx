import type { ConflictDetail } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { Button, Kbd } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useKeys } from '../../../lib/use-keys.ts'
import type { UndoState } from './use-undo.ts'

interface UndoButtonProps {
  readonly detail: ConflictDetail
  readonly state: UndoState
  readonly onUndo: () => void
}

/** Only where the server says that this person may. */
export function UndoButton({ detail, state, onUndo }: UndoButtonProps) {
  const may = detail.permissions.undo
  useKeys({ z: onUndo }, may && state.step !== 'sending')
  if (!may) return null
  return (
    <Button
      variant="default"
      loading={state.step === 'sending'}
      onClick={onUndo}
      leftSection={<IconArrowBackUp size={16} aria-hidden />}
      rightSection={
        <Kbd size="xs" aria-hidden>
          z
        </Kbd>
      }
    >
      {state.step === 'unknown' ? <Trans>No answer. Try again</Trans> : <Trans>Undo</Trans>}
    </Button>
  )
}
