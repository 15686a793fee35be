import { lazy, Suspense } from 'react'
import { closeAsked, useAsked } from '../../lib/desk/asked.ts'

const ReassignDialog = lazy(() =>
  import('../../features/people-at-work/dialogs/reassign-dialog.tsx').then((module) => ({
    default: module.ReassignDialog,
  })),
)
const ExtendDialog = lazy(() =>
  import('../../features/people-at-work/dialogs/extend-dialog.tsx').then((module) => ({
    default: module.ExtendDialog,
  })),
)
const BulkDialog = lazy(() =>
  import('../../features/queue/bulk/bulk-dialog.tsx').then((module) => ({ default: module.BulkDialog })),
)

/** The dialogs that can be asked for from the queue, an item, a key and the palette. */
export function DeskDialogs() {
  const asked = useAsked()
  if (asked === null) return null
  const { dialog, items } = asked
  return (
    <Suspense fallback={null}>
      {dialog === 'reassign' ? <ReassignDialog items={items} onClose={closeAsked} /> : null}
      {dialog === 'extend' ? <ExtendDialog items={items} onClose={closeAsked} /> : null}
      {dialog === 'bulk' ? <BulkDialog items={items} onClose={closeAsked} /> : null}
    </Suspense>
  )
}
