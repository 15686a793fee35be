import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import classes from './bulk-dialog.module.css'
import { DryRunTable } from './dry-run-table.tsx'
import { type LikeThis, revisionToSend } from './like-this.ts'
import { type Bulk, useBulk } from './use-bulk.ts'

interface BulkDialogProps {
  readonly items: readonly AskedItem[]
  readonly onClose: () => void
}

/** Many at once, and nothing unseen: what each row would become is shown before, what became of it after. */
export function BulkDialog({ items, onClose }: BulkDialogProps) {
  const { t } = useLingui()
  const bulk = useBulk(items)
  const narrow = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Dialog
      opened
      onClose={onClose}
      size="xl"
      fullScreen={narrow}
      title={<Plural value={items.length} one="Resolve # item like this" other="Resolve # items like this" />}
    >
      <div className={classes.form}>
        {bulk.sent ? <Summary bulk={bulk} /> : <SideChoice bulk={bulk} />}
        {bulk.busy === 'dry_run' ? <Skeleton height={160} aria-label={t`Trying it out`} /> : null}
        {bulk.busy !== 'dry_run' && bulk.side !== null && bulk.error === null ? (
          <DryRunTable items={items} bulk={bulk} onLeave={onClose} />
        ) : null}
        {bulk.error === null ? null : (
          <p className={classes.problem} role="alert">
            {bulk.error.message}
          </p>
        )}
        <Actions bulk={bulk} onClose={onClose} />
      </div>
    </Dialog>
  )
}

function SideChoice({ bulk }: { bulk: Bulk }) {
  const { t } = useLingui()
  const sides: readonly [LikeThis, string][] = [
    ['server', t`Keep what the server has`],
    ['client', t`Take what the device has`],
    ['base', t`Back to how it was before both`],
  ]
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>
        <Trans>The same answer for every open field</Trans>
      </legend>
      <div className={classes.sides}>
        {sides.map(([side, words]) => (
          <label key={side} className={classes.side} data-side={side}>
            <input
              type="radio"
              name="side"
              checked={bulk.side === side}
              disabled={bulk.busy !== null}
              onChange={() => void bulk.try(side)}
            />
            <span>
              <SideLabel side={side} />
              <span className={classes.words}>{words}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function countOf(bulk: Bulk, step: string): number {
  return [...bulk.states.values()].filter((state) => state.step === step).length
}

function going(bulk: Bulk): number {
  return [...bulk.states].filter(([id, state]) => revisionToSend(state) !== null && !bulk.excluded.has(id))
    .length
}

/** "31 resolved, 2 need a look": failures stay selected in the list. */
function Summary({ bulk }: { bulk: Bulk }) {
  const done = countOf(bulk, 'done')
  const refused = countOf(bulk, 'refused')
  const unknown = countOf(bulk, 'unknown')
  return (
    <p className={classes.summary} role="status">
      <Plural value={done} one="# resolved." other="# resolved." />{' '}
      {refused === 0 ? null : (
        <Plural
          value={refused}
          one="# needs a look: it is still selected."
          other="# need a look: they are still selected."
        />
      )}
      {unknown === 0 || bulk.busy !== null ? null : (
        <Trans>The server did not answer about {unknown}. Send them again: nothing happens twice.</Trans>
      )}
    </p>
  )
}

function Actions({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  const count = going(bulk)
  const isOver = bulk.sent && bulk.busy === null && count === 0
  return (
    <div className={classes.actions}>
      <Button variant={isOver ? 'filled' : 'default'} onClick={onClose}>
        {bulk.sent ? <Trans>Close</Trans> : <Trans>Cancel</Trans>}
      </Button>
      {isOver ? null : (
        <Button
          disabled={count === 0 || bulk.busy === 'dry_run'}
          loading={bulk.busy === 'resolving'}
          onClick={() => void bulk.resolve()}
        >
          <SendWords wasSent={bulk.sent} count={count} />
        </Button>
      )}
    </div>
  )
}

function SendWords({ wasSent, count }: { readonly wasSent: boolean; readonly count: number }) {
  if (wasSent) return <Plural value={count} one="Send # again" other="Send # again" />
  // Before a side is chosen nobody knows how many it will be.
  if (count === 0) return <Trans>Resolve</Trans>
  return <Plural value={count} one="Resolve # item" other="Resolve # items" />
}
