import type { Branch, BranchList, ItemResult } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCircleCheck, IconCopyPlus, IconPencil, IconVersions } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operation } from '../../../lib/http/write.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { contentOptions, type DocumentKey } from '../api/branches.ts'
import { branchName } from '../branch-words.ts'
import classes from './branch-actions.module.css'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { labelling, promotion, reviewing, type Seen, separation } from './operations.ts'
import type { Done } from './outcome.tsx'
import { useWrite } from './use-write.ts'

interface BranchActionsProps {
  readonly document: DocumentKey
  readonly list: BranchList
  readonly branch: Branch
  readonly onDone: (done: Done) => void
}

type Asking = 'promoted' | 'separated' | 'labelled' | null

/** What can be done about a version that was kept beside the document. Nothing here deletes one. */
export function BranchActions({ document, list, branch, onDone }: BranchActionsProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const [asking, setAsking] = useState<Asking>(null)
  const root = useSeen(document, list.root.version)
  const seen = useSeen({ doctype: document.doctype, name: branch.name }, branch.version)
  const { mutate, isPending } = useWrite(document)
  const rights = docTypeRule(document.doctype)?.rights
  const mayUpdate = rights?.update.includes(org.role) ?? false
  const mayInsert = rights?.insert.includes(org.role) ?? false
  if (root === null || seen === null) return null
  const send = (act: Done['act'], operation: Operation): void =>
    mutate(operation, {
      onSuccess: (result: ItemResult) => onDone({ act, result, error: null }),
      onError: (error) => onDone({ act, result: null, error }),
      onSettled: () => setAsking(null),
    })
  const reviewed = branch.reviewed_at !== null
  const name = branchName(branch, org.time_zone)
  return (
    <section className={classes.panel} aria-label={t`What to do with this version`}>
      <h2 className={classes.heading}>
        <Trans>What happens with “{name}”?</Trans>
      </h2>
      {mayUpdate ? null : (
        <p className={classes.note}>
          <Trans>You may look at it; changing it is for others.</Trans>
        </p>
      )}
      <ActionButtons
        mayUpdate={mayUpdate}
        mayPromote={mayUpdate && !list.root.deleted}
        mayInsert={mayInsert}
        reviewed={reviewed}
        busy={isPending && asking === null}
        onAsk={setAsking}
        onReviewed={() => send('reviewed', reviewing(seen, !reviewed))}
      />
      {asking === 'labelled' ? (
        <LabelDialog
          label={branch.label ?? ''}
          busy={isPending}
          onClose={() => setAsking(null)}
          onSave={(label) => send('labelled', labelling(seen, label))}
        />
      ) : null}
      {asking === 'promoted' || asking === 'separated' ? (
        <ConfirmDialog
          act={asking}
          root={root}
          branch={seen}
          busy={isPending}
          onClose={() => setAsking(null)}
          onConfirm={() => send(asking, asking === 'promoted' ? promotion(root, seen) : separation(seen))}
        />
      ) : null}
    </section>
  )
}

interface ActionButtonsProps {
  readonly mayUpdate: boolean
  readonly mayPromote: boolean
  readonly mayInsert: boolean
  readonly reviewed: boolean
  readonly busy: boolean
  readonly onAsk: (about: Asking) => void
  readonly onReviewed: () => void
}

function ActionButtons(props: ActionButtonsProps) {
  const { mayUpdate, mayPromote, mayInsert, reviewed, busy, onAsk, onReviewed } = props
  return (
    <div className={classes.buttons}>
      <Button
        leftSection={<IconVersions size={17} aria-hidden />}
        disabled={!mayPromote}
        onClick={() => onAsk('promoted')}
      >
        <Trans>Make it the current version</Trans>
      </Button>
      <Button
        variant="default"
        leftSection={<IconCopyPlus size={17} aria-hidden />}
        disabled={!mayInsert}
        onClick={() => onAsk('separated')}
      >
        <Trans>Keep both as documents</Trans>
      </Button>
      <Button
        variant="default"
        leftSection={<IconPencil size={17} aria-hidden />}
        disabled={!mayUpdate}
        onClick={() => onAsk('labelled')}
      >
        <Trans>Rename</Trans>
      </Button>
      <Button
        variant="default"
        leftSection={<IconCircleCheck size={17} aria-hidden />}
        disabled={!mayUpdate}
        loading={busy}
        onClick={onReviewed}
      >
        {reviewed ? <Trans>Mark as not reviewed</Trans> : <Trans>Mark as reviewed</Trans>}
      </Button>
    </div>
  )
}

/** What a person acts on is the version they have in front of them, not what the server has by then. */
function useSeen(document: DocumentKey, version: number): Seen | null {
  const { org } = useSession()
  const { data } = useQuery(contentOptions(org.org, document, version))
  return data === undefined ? null : { ...document, version, data: data.data ?? {} }
}
