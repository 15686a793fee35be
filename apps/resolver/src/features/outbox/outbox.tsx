import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCloudUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { Delivery } from '../../lib/outbox/deliver.ts'
import type { OutboxEntry } from '../../lib/outbox/entry.ts'
import { guardLeaving } from '../../lib/outbox/leaving.ts'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './outbox.module.css'
import { useEntries } from './use-entries.ts'
import { useSender } from './use-sender.ts'

const OutboxList = lazy(() => import('./outbox-list.tsx').then((module) => ({ default: module.OutboxList })))

/** Decisions on their way, in the header of every page; nothing while there are none. */
export function Outbox() {
  const { user, status } = useSession()
  const entries = useEntries(user.email)
  const [opened, setOpened] = useState(false)
  const isSignedIn = status === 'active'
  useSender(entries, isSignedIn, useReport())
  const refused = entries.filter((entry) => entry.refused !== null).length
  const [leave, setLeave] = useState<(() => void) | null>(null)
  const hasUnsent = entries.length > refused && status !== 'removed'
  useEffect(() => {
    if (!hasUnsent) return
    return guardLeaving((goOn) => {
      setLeave(() => goOn)
      setOpened(true)
    })
  }, [hasUnsent])
  const close = (): void => {
    setOpened(false)
    setLeave(null)
  }
  if (entries.length === 0 && !opened) return null
  const label =
    refused > 0
      ? plural(refused, { one: '# needs another look', other: '# need another look' })
      : plural(entries.length, { one: '# decision to send', other: '# decisions to send' })
  return (
    <>
      <UnstyledButton
        className={classes.chip}
        data-refused={refused > 0 || undefined}
        aria-label={label}
        onClick={() => setOpened(true)}
      >
        {refused > 0 ? <IconAlertTriangle size={15} aria-hidden /> : <IconCloudUp size={15} aria-hidden />}
        <span className={classes.words}>{label}</span>
        <span className={classes.count} aria-hidden>
          {refused > 0 ? refused : entries.length}
        </span>
      </UnstyledButton>
      <Suspense fallback={null}>
        {opened ? (
          <OutboxList entries={entries} isSignedIn={isSignedIn} onLeave={leave} onClose={close} />
        ) : null}
      </Suspense>
    </>
  )
}

/** Says what became of a decision whose item is not on the screen; there, the item itself says it. */
function useReport() {
  const client = useQueryClient()
  const { t } = useLingui()
  return useCallback(
    (entry: OutboxEntry, delivery: Delivery) => {
      const { org, conflict, title } = entry
      if (delivery.step !== 'done' && delivery.step !== 'refused') return
      void client.invalidateQueries({ queryKey: ['conflict', org, conflict] })
      void client.invalidateQueries({ queryKey: ['conflicts', org] })
      if (window.location.pathname === `/c/${conflict}`) return
      if (delivery.step === 'done') notifications.show({ title: t`Sent and resolved`, message: title })
      else
        notifications.show({
          title: t`Needs another look`,
          message: title,
          color: 'orange',
          autoClose: 10_000,
        })
    },
    [client, t],
  )
}
