import type { ConflictDetail, ResolveResponse } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo } from 'react'
import { AppointmentContext } from '../../features/appointments/appointment-context.tsx'
import { FreeSlotOptions, isTimeUnit, TimeUnitEditor } from '../../features/appointments/time-unit.tsx'
import { conflictOptions } from '../../features/review/api/get-conflict.ts'
import { DeleteDecision } from '../../features/review/delete-decision.tsx'
import { FieldDecisions } from '../../features/review/field-decisions.tsx'
import type { UnitExtras } from '../../features/review/fields/unit-card.tsx'
import { ItemSkeleton } from '../../features/review/result/item-problem.tsx'
import { Review } from '../../features/review/review.tsx'
import { UndoToast } from '../../features/review/undo/undo-toast.tsx'
import { noteDecision } from '../../features/survey/just-decided.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { nextAfter, useQueueOrder } from './queue-context.ts'

const CollisionDecision = lazy(() =>
  import('../../features/appointments/collision/collision-decision.tsx').then((module) => ({
    default: module.CollisionDecision,
  })),
)
const SignatureDecision = lazy(() =>
  import('../../features/signatures/signature-decision.tsx').then((module) => ({
    default: module.SignatureDecision,
  })),
)

const AfterResult = lazy(() =>
  import('./history/after-result.tsx').then((module) => ({ default: module.AfterResult })),
)

const TIME_EXTRAS: UnitExtras = {
  options: (unit) => (isTimeUnit(unit) ? <FreeSlotOptions unit={unit} /> : null),
  editor: (unit) => (isTimeUnit(unit) ? <TimeUnitEditor unit={unit} /> : null),
}

const BACK = 'Escape'

const UNDO_SHOWN_MS = 15_000

export function ItemPage() {
  const { t } = useLingui()
  const { id } = useParams({ from: '/desk/c/$id' })
  const { org } = useSession()
  const navigate = useNavigate()
  const { ids } = useQueueOrder()
  const { data } = useQuery({ ...conflictOptions(org.org, id), enabled: false })
  useDocumentTitle(data === undefined ? t`Item · Dartwing Resolver` : t`${data.title} · Dartwing Resolver`)
  const nextId = nextAfter(ids, id)
  const goTo = useCallback(
    (to: string | null) =>
      void (to === null
        ? navigate({ to: '/inbox', search: (before) => before })
        : navigate({ to: '/c/$id', params: { id: to }, search: (before) => before })),
    [navigate],
  )
  useKeys({
    ']': () => goTo(nextAfter(ids, id)),
    '[': () => goTo(nextAfter(ids, id, -1) ?? id),
    [BACK]: () => goTo(null),
  })
  const then = useGoingOn(goTo, nextId)
  const decision = useMemo(
    () => (detail: ConflictDetail) => (
      <Suspense fallback={<ItemSkeleton />}>
        <Decision detail={detail} />
      </Suspense>
    ),
    [],
  )
  return (
    <>
      <Review key={id} id={id} nextId={nextId} decision={decision} {...then} />
      {data === undefined || data.state === 'open' ? null : (
        <Suspense fallback={null}>
          <AfterResult conflictId={id} doctype={data.doctype} name={data.name} />
        </Suspense>
      )}
    </>
  )
}

/** After a decision, the next item; what was decided stays in reach for a while. */
function useGoingOn(goTo: (to: string | null) => void, nextId: string | null) {
  const { t } = useLingui()
  const onResolved = useCallback(
    (response: ResolveResponse, andNext: boolean) => {
      noteDecision(response.conflict.id)
      if (!andNext) return
      const { conflict } = response
      const toast = `resolved-${conflict.id}`
      const show = (): void => {
        notifications.hide(toast)
        goTo(conflict.id)
      }
      const message = <UndoToast conflict={conflict} onShow={show} />
      notifications.show({ id: toast, title: t`Resolved`, message, autoClose: UNDO_SHOWN_MS })
      goTo(nextId)
    },
    [goTo, nextId, t],
  )
  const onWaiting = useCallback(
    (andNext: boolean) => {
      if (!andNext) return
      notifications.show({ title: t`Kept on this device`, message: t`It is sent when you are online.` })
      goTo(nextId)
    },
    [goTo, nextId, t],
  )
  return { onResolved, onWaiting }
}

/** Which decision an item asks for is the kind's to say. */
function Decision({ detail }: { detail: ConflictDetail }) {
  switch (detail.kind) {
    case 'slot_collision':
      return <CollisionDecision />
    case 'signature_review':
      return <SignatureDecision />
    case 'delete_edit':
      return <DeleteDecision />
    case 'field_conflict':
      return (
        <>
          {detail.calendar === null ? null : <AppointmentContext calendar={detail.calendar} />}
          <FieldDecisions extras={detail.calendar === null ? undefined : TIME_EXTRAS} />
        </>
      )
  }
}
