import type { PreviewResponse } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton, Textarea } from '@mantine/core'
import { useMediaQuery, useNetwork } from '@mantine/hooks'
import { IconAlertTriangle, IconArrowRight, IconWifiOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { answerOf, needsReason } from '../../../lib/draft/answer.ts'
import { useDraft, useDraftStore } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { ProblemError } from '../../../lib/http/problem-error.ts'
import { useKeys } from '../../../lib/use-keys.ts'
import { previewOptions } from '../api/preview.ts'
import { problemsInWords } from '../field-problems.ts'
import classes from './preview-dialog.module.css'
import { PreviewLists } from './preview-lists.tsx'

interface PreviewDialogProps {
  readonly org: string
  readonly busy: boolean
  readonly hasNext: boolean
  readonly onClose: () => void
  readonly onCommit: (andNext: boolean) => void
}

/** The result before it is done, computed by the server with the same rules that will do it. */
export function PreviewDialog({ org, busy, hasNext, onClose, onCommit }: PreviewDialogProps) {
  const { t } = useLingui()
  const { detail, zone } = useItem()
  const store = useDraftStore()
  const draft = useDraft((whole) => whole)
  const wantsReason = needsReason(draft)
  const { comment, ...rest } = answerOf(detail, draft).request
  // A note changes nothing in the result: it must not ask for a new preview with every letter.
  const answer = wantsReason ? { ...rest, comment } : rest
  const { online } = useNetwork()
  const preview = useQuery({ ...previewOptions(org, detail.id, draft.revision, answer), enabled: online })
  useLookAgain(preview.error, org, detail.id)
  const narrow = useMediaQuery('(max-width: 48em)') ?? false
  // Without a connection there is nothing to wait for: the decision is sent later, and judged then.
  const ready = !online || (preview.data?.complete === true && preview.data.revision === draft.revision)
  useKeys({ 'mod+Enter': () => (ready && !busy ? onCommit(hasNext) : undefined) }, true, 'dialog')
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t`Check the result`}
      size="lg"
      fullScreen={narrow}
      closeButtonProps={{ 'aria-label': t`Back to the decision` }}
      classNames={{ body: classes.body ?? '' }}
    >
      {online ? (
        <PreviewBody preview={preview.data} error={preview.error} zone={zone} fields={detail.fields_view} />
      ) : (
        <NoPreview />
      )}
      {wantsReason ? null : (
        <Textarea
          label={t`Note for the history (optional)`}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={4000}
          value={draft.comment}
          onChange={(event) => store.dispatch({ type: 'commented', comment: event.currentTarget.value })}
        />
      )}
      <PreviewActions ready={ready} busy={busy} hasNext={hasNext} onClose={onClose} onCommit={onCommit} />
    </Dialog>
  )
}

type PreviewActionsProps = Omit<PreviewDialogProps, 'org'> & { readonly ready: boolean }

function PreviewActions({ ready, busy, hasNext, onClose, onCommit }: PreviewActionsProps) {
  return (
    <div className={classes.actions}>
      <Button variant="default" size="md" onClick={onClose}>
        <Trans>Back</Trans>
      </Button>
      <Button
        variant={hasNext ? 'default' : 'filled'}
        size="md"
        disabled={!ready}
        loading={busy}
        onClick={() => onCommit(false)}
      >
        <Trans>Resolve</Trans>
      </Button>
      {hasNext ? (
        <Button
          size="md"
          disabled={!ready}
          loading={busy}
          onClick={() => onCommit(true)}
          rightSection={<IconArrowRight size={16} aria-hidden />}
        >
          <Trans>Resolve and next</Trans>
        </Button>
      ) : null}
    </div>
  )
}

/** A refusal says that the item is not what it was: the page behind shows how it is. */
function useLookAgain(error: Error | null, org: string, id: string): void {
  const client = useQueryClient()
  useEffect(() => {
    if (error instanceof ProblemError) void client.invalidateQueries({ queryKey: ['conflict', org, id] })
  }, [client, error, org, id])
}

function NoPreview() {
  const { t } = useLingui()
  return (
    <Banner tone="attention" icon={<IconWifiOff size={18} />} title={t`You are offline`}>
      <Trans>
        Only the server can show the result. Your decision is kept on this device and sent when you are
        online. If the record has changed by then, you are asked again.
      </Trans>
    </Banner>
  )
}

interface PreviewBodyProps {
  readonly preview: PreviewResponse | undefined
  readonly error: Error | null
  readonly zone: string
  readonly fields: Parameters<typeof PreviewLists>[0]['fields']
}

function PreviewBody({ preview, error, zone, fields }: PreviewBodyProps) {
  const { t } = useLingui()
  if (error !== null) {
    const told = error instanceof ProblemError ? problemsInWords(fields, error.problem) : ''
    return (
      <Banner tone="alarm" icon={<IconAlertTriangle size={18} />} title={t`There is no preview yet`} urgent>
        {told === '' ? error.message : told}
      </Banner>
    )
  }
  if (preview === undefined) {
    return (
      <div className={classes.skeleton} role="status" aria-label={t`The server is computing the result`}>
        <Skeleton height={14} width="40%" />
        <Skeleton height={44} />
        <Skeleton height={44} />
      </div>
    )
  }
  if (!preview.complete) {
    return (
      <Banner tone="attention" icon={<IconAlertTriangle size={18} />} title={t`Something is still open`}>
        {preview.pending.join(', ')}
      </Banner>
    )
  }
  return <PreviewLists preview={preview} zone={zone} fields={fields} />
}
