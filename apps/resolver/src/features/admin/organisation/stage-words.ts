import { type Organisation, ROLLOUT_STAGES, type RolloutStage } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'

export const stageWords = (): Record<RolloutStage, { readonly label: string; readonly hint: string }> => ({
  internal: { label: t`Internal`, hint: t`Tried out by those who build and run it.` },
  beta: { label: t`Beta`, hint: t`Used by the organisations that come first.` },
  ga: { label: t`General availability`, hint: t`Used by everybody.` },
})

const rank = (stage: RolloutStage): number => ROLLOUT_STAGES.indexOf(stage)

export function isPromotion(from: RolloutStage, to: RolloutStage): boolean {
  return rank(to) > rank(from)
}

export function syncsAt(stage: RolloutStage, { lowest_stage }: Organisation): boolean {
  return rank(stage) >= rank(lowest_stage)
}

/** What a move means for the phones: the only part of it that anybody in the field notices. */
export function effectOf(organisation: Organisation, to: RolloutStage): string {
  const before = syncsAt(organisation.rollout_stage, organisation)
  const after = syncsAt(to, organisation)
  if (before === after) {
    return after
      ? t`Nothing changes for the devices: they go on syncing.`
      : t`Nothing changes for the devices: they still wait, and keep what they have not sent.`
  }
  return after
    ? t`The devices begin to sync within minutes. What they kept meanwhile is sent, in order, and nothing is lost.`
    : t`The devices stop syncing at once. They can be used as before, and keep every change until the organisation is promoted again; then it is sent. This app goes on showing what the server has.`
}
