import type { DigestItem } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, CloseButton } from '@mantine/core'
import { IconMailOpened } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { onConflict, onReturn } from '../../lib/live/live-store.ts'
import { readAgain } from '../../lib/live/read-again.ts'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './digest.module.css'
import { digestOptions, markSeen } from './digest-api.ts'
import { DigestDialog } from './digest-dialog.tsx'

/** One line where the work is: something of yours was settled while you were away. Shown or put away, it is over. */
export function DigestNotice() {
  const { t } = useLingui()
  const { org } = useSession()
  const client = useQueryClient()
  const { data, refetch } = useQuery(digestOptions(org.org))
  const [open, setOpen] = useState<readonly DigestItem[] | null>(null)
  const { mutate: remember } = useMutation({
    mutationFn: (items: readonly DigestItem[]) => markSeen(org.org, items),
    retry: 3,
    onSuccess: () => client.setQueryData(digestOptions(org.org).queryKey, { items: [], has_more: false }),
  })
  useNews(org.org)
  const items = data?.items ?? []
  const show = (): void => {
    setOpen(items)
    remember(items)
  }
  const close = (): void => {
    setOpen(null)
    // There may be more than one digest holds.
    void refetch()
  }
  return (
    <>
      {items.length === 0 || open !== null ? null : (
        <section className={classes.notice} aria-label={t`While you were away`}>
          <IconMailOpened size={18} aria-hidden className={classes.noticeIcon} />
          <p className={classes.noticeText} role="status">
            <b>
              <Trans>While you were away</Trans>
            </b>
            <span>
              <Plural
                value={items.length}
                one="One change of yours was not kept."
                other="# changes of yours were not kept."
              />
            </span>
          </p>
          <Button size="compact-md" onClick={show}>
            <Trans>See what</Trans>
          </Button>
          <CloseButton
            aria-label={t`Put this away; it stays in the history`}
            onClick={() => remember(items)}
          />
        </section>
      )}
      {open === null ? null : <DigestDialog items={open} onClose={close} />}
    </>
  )
}

/** What the server settles while the page is open is news too, unless this person did it. */
function useNews(org: string): void {
  const { user } = useSession()
  const client = useQueryClient()
  useEffect(() => {
    const again = (): void => void readAgain(client, digestOptions(org).queryKey)
    const stops = [
      onConflict(({ conflict }) => {
        if (conflict.state !== 'open' && conflict.resolved_by !== user.email) again()
      }),
      onReturn(again),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, org, user.email])
}
