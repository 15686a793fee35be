import type { DigestItem } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { ButtonLink } from '../../components/chrome/button-link.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { useSession } from '../../lib/session/use-session.ts'
import classes from './digest.module.css'
import { DigestEntry } from './digest-entry.tsx'

interface DigestDialogProps {
  readonly items: readonly DigestItem[]
  readonly onClose: () => void
}

/** What was yours, what was kept, by whom, and one click to have yours back. */
export function DigestDialog({ items, onClose }: DigestDialogProps) {
  const { t } = useLingui()
  const { org, user } = useSession()
  const isNarrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false })
  return (
    <Dialog opened onClose={onClose} title={t`While you were away`} size="xl" fullScreen={isNarrow}>
      <p className={classes.lead}>
        <Trans>
          These changes of yours were not kept. Nothing is lost: each can be restored here or later.
        </Trans>
      </p>
      <ul className={classes.list}>
        {items.map((item) => (
          <DigestEntry
            key={`${item.conflict_id} ${item.revision}`}
            item={item}
            zone={org.time_zone}
            onLeave={onClose}
          />
        ))}
      </ul>
      <div className={classes.foot}>
        <ButtonLink to="/history" search={{ person: user.email }} variant="default" onClick={onClose}>
          <Trans>History</Trans>
        </ButtonLink>
        <Button onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </Dialog>
  )
}
