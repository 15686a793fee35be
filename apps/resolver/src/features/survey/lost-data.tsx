import { FEEDBACK_COMMENT_MAX } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../../lib/session/use-session.ts'
import { sendFeedback } from './feedback-api.ts'
import classes from './survey.module.css'

/** "This lost my data": kept with the item and the version of the record at this moment. */
export function LostData({ conflictId }: { conflictId: string }) {
  const { t } = useLingui()
  const { org } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [comment, setComment] = useState('')
  const { mutate, data, isPending, error } = useMutation({
    mutationFn: () =>
      sendFeedback(org.org, { conflict_id: conflictId, score: null, lost_data: true, comment }),
  })
  if (data !== undefined) return <Said version={data.document_version} />
  if (!isOpen) {
    return (
      <Button
        variant="subtle"
        size="compact-md"
        color="gray"
        classNames={{ root: classes.opener ?? '', label: classes.openerLabel ?? '' }}
        onClick={() => setOpen(true)}
      >
        <Trans>Is something of yours missing? Tell us</Trans>
      </Button>
    )
  }
  return (
    <section className={classes.card} aria-label={t`This lost my data`}>
      <Textarea
        autoFocus
        label={t`What is missing?`}
        description={t`It is kept with this item and the version of the record now, for your admins.`}
        maxLength={FEEDBACK_COMMENT_MAX}
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {error === null ? null : (
        <p role="alert" className={classes.problem}>
          <Trans>It was not sent: {error.message}</Trans>
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" size="compact-md" onClick={() => setOpen(false)}>
          <Trans>Not now</Trans>
        </Button>
        <Button size="compact-md" loading={isPending} onClick={() => mutate()}>
          <Trans>Send</Trans>
        </Button>
      </div>
    </section>
  )
}

function Said({ version }: { version: number | null }) {
  return (
    <p className={classes.said} role="status">
      <IconCircleCheck size={17} aria-hidden />
      {version === null ? (
        <Trans>Kept with this item. Both versions are still here: nothing is deleted.</Trans>
      ) : (
        <Trans>Kept with this item and version {version} of the record. Both versions are still here.</Trans>
      )}
    </p>
  )
}
