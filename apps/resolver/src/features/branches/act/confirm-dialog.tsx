import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { Differences } from '../compare/differences-table.tsx'
import classes from './branch-actions.module.css'
import type { Seen } from './operations.ts'

interface ConfirmDialogProps {
  readonly act: 'promoted' | 'separated'
  readonly root: Seen
  readonly branch: Seen
  readonly busy: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Shows what will be different before it is. */
export function ConfirmDialog({ act, root, branch, busy, onClose, onConfirm }: ConfirmDialogProps) {
  const { t } = useLingui()
  const promotes = act === 'promoted'
  return (
    <Dialog
      opened
      onClose={onClose}
      size="lg"
      title={promotes ? t`Make it the current version?` : t`Keep both as documents?`}
    >
      <div className={classes.dialog}>
        <p className={classes.note}>
          {promotes ? (
            <Trans>
              Everybody gets this content. What is current now stays as an earlier version, and this version
              stays in the list too.
            </Trans>
          ) : (
            <Trans>
              A new document with this content and a number of its own is made. The document and this version
              of it stay as they are.
            </Trans>
          )}
        </p>
        {promotes ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <section className={classes.changes} aria-label={t`What will change`} tabIndex={0}>
            <Differences doctype={root.doctype} a={root.data} b={branch.data} />
          </section>
        ) : null}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button data-autofocus loading={busy} onClick={onConfirm}>
            {promotes ? <Trans>Make it current</Trans> : <Trans>Make a new document</Trans>}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
