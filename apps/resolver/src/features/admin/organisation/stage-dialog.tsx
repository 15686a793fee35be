import type { Organisation, RolloutStage } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Banner } from '../../../components/chrome/banner.tsx'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { moveStage, organisationOptions } from '../api/organisation.ts'
import { refusalWords } from '../refusal.ts'
import classes from './stage-dialog.module.css'
import { effectOf, isPromotion, stageWords, syncsAt } from './stage-words.ts'

interface StageDialogProps {
  readonly organisation: Organisation
  readonly to: RolloutStage
  readonly onClose: () => void
}

/** Asked before it is done, unlike most acts here: a demotion stops every device of the organisation. */
export function StageDialog({ organisation, to, onClose }: StageDialogProps) {
  const { org, rollout_stage: from } = organisation
  const client = useQueryClient()
  const move = useMutation({
    mutationFn: () => moveStage(org, { from, to }),
    onSuccess: (moved) => {
      client.setQueryData(organisationOptions(org).queryKey, moved)
      onClose()
    },
    onError: () => client.invalidateQueries({ queryKey: ['organisation', org] }),
    onSettled: () => client.invalidateQueries({ queryKey: ['audit', org] }),
  })
  const isUp = isPromotion(from, to)
  const words = stageWords()
  const before = words[from].label
  const after = words[to].label
  const stops = syncsAt(from, organisation) && !syncsAt(to, organisation)
  return (
    <Dialog opened onClose={onClose} title={isUp ? t`Promote to ${after}?` : t`Demote to ${after}?`}>
      <div className={classes.body}>
        <p className={classes.text}>
          <Trans>
            {organisation.title} goes from {before} to {after}. The log keeps who did it.
          </Trans>
        </p>
        <Banner
          tone={stops ? 'attention' : 'info'}
          icon={stops ? <IconAlertTriangle size={18} /> : <IconInfoCircle size={18} />}
          title={t`What happens to the devices`}
        >
          {effectOf(organisation, to)}
        </Banner>
        {move.error === null ? null : (
          <Banner
            tone="alarm"
            icon={<IconAlertTriangle size={18} />}
            title={t`The stage was not moved`}
            urgent
          >
            {refusalWords(move.error)}
          </Banner>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button loading={move.isPending} disabled={from === to} onClick={() => move.mutate()}>
            {isUp ? t`Promote` : t`Demote`}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
