import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMediaQuery, useNetwork } from '@mantine/hooks'
import { IconLogout } from '@tabler/icons-react'
import { Banner } from '../../components/chrome/banner.tsx'
import { ButtonLink } from '../../components/chrome/button-link.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import type { OutboxEntry } from '../../lib/outbox/entry.ts'
import { dropEntry } from '../../lib/outbox/kept-entries.ts'
import { chooseOrganisation } from '../../lib/session/session-store.ts'
import { formatInstant } from '../../lib/time/format.ts'
import { useServerNow } from '../../lib/time/server-clock.ts'
import { refusalWords, waitingWords } from './entry-words.ts'
import classes from './outbox.module.css'

interface OutboxListProps {
  readonly entries: readonly OutboxEntry[]
  readonly isSignedIn: boolean
  /** The person wants to sign out, which would discard all this. */
  readonly onLeave: (() => void) | null
  readonly onClose: () => void
}

/** Every decision that is not settled yet: where it is, until when it must arrive, and what is left to do. */
export function OutboxList({ entries, isSignedIn, onLeave, onClose }: OutboxListProps) {
  const { t } = useLingui()
  const narrow = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Dialog opened onClose={onClose} title={t`Your decisions on their way`} size="lg" fullScreen={narrow}>
      {onLeave === null ? null : (
        <Banner
          tone="alarm"
          icon={<IconLogout size={18} />}
          title={t`Signing out discards these decisions`}
          urgent
          actions={
            <Button size="compact-md" variant="default" onClick={onLeave}>
              <Trans>Sign out all the same</Trans>
            </Button>
          }
        >
          <Trans>They have not reached the server yet. Stay until they have, or note them down.</Trans>
        </Banner>
      )}
      {entries.length === 0 ? (
        <p className={classes.soft}>
          <Trans>Everything has been sent.</Trans>
        </p>
      ) : null}
      <ul className={classes.list}>
        {entries.map((entry) => (
          <li key={entry.key} className={classes.entry}>
            <span className={classes.title}>{entry.title}</span>
            {entry.refused === null ? (
              <Waiting entry={entry} isSignedIn={isSignedIn} onClose={onClose} />
            ) : (
              <Refused entry={entry} onClose={onClose} />
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

interface WaitingProps {
  readonly entry: OutboxEntry
  readonly isSignedIn: boolean
  readonly onClose: () => void
}

function Waiting({ entry, isSignedIn, onClose }: WaitingProps) {
  const { i18n } = useLingui()
  const { online } = useNetwork()
  return (
    <>
      <p className={classes.soft}>{i18n._(waitingWords(entry, isSignedIn, online))}</p>
      <Deadline entry={entry} />
      <div className={classes.actions}>
        <OpenItem entry={entry} onOpen={onClose} />
      </div>
    </>
  )
}

function Deadline({ entry: { due_at, time_zone } }: { entry: OutboxEntry }) {
  const now = useServerNow()
  if (due_at === null) return null
  const deadline = formatInstant(due_at, time_zone, 'short')
  return (
    <p className={classes.soft}>
      {Date.parse(due_at) > now ? (
        <Trans>The deadline is {deadline}.</Trans>
      ) : (
        <Trans>The deadline was {deadline}: the server may have decided meanwhile.</Trans>
      )}
    </p>
  )
}

function Refused({ entry, onClose }: { entry: OutboxEntry; onClose: () => void }) {
  const { i18n } = useLingui()
  const words = refusalWords(entry)
  const drop = (): void => void dropEntry(entry, entry.conflict)
  return (
    <>
      <p className={classes.refused}>{words === null ? null : i18n._(words)}</p>
      <p className={classes.soft}>
        <Trans>Nothing was done. Your picks are kept with the item.</Trans>
      </p>
      <div className={classes.actions}>
        <OpenItem
          entry={entry}
          onOpen={() => {
            drop()
            onClose()
          }}
        />
        <Button size="compact-md" variant="default" onClick={drop}>
          <Trans>Take it off this list</Trans>
        </Button>
      </div>
    </>
  )
}

/** It may be in another organisation of the person. */
function OpenItem({ entry, onOpen }: { entry: OutboxEntry; onOpen: () => void }) {
  return (
    <ButtonLink
      size="compact-md"
      variant="default"
      to="/c/$id"
      params={{ id: entry.conflict }}
      search={{}}
      onClick={() => {
        chooseOrganisation(entry.org)
        onOpen()
      }}
    >
      <Trans>Look at it</Trans>
    </ButtonLink>
  )
}
