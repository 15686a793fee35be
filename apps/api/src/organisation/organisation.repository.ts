import { organisation, type RolloutStage } from '@dartwing/protocol'
import type { Transaction } from '../platform/prisma/database.ts'

const stored = organisation.omit({ lowest_stage: true })

export async function readOrganisation(tx: Transaction, org: string) {
  const row = await tx.organisation.findUniqueOrThrow({ where: { orgId: org } })
  const { orgId, title, timeZone: time_zone, rolloutStage: rollout_stage } = row
  return stored.parse({ org: orgId, title, time_zone, rollout_stage })
}

/** Of two that change the same stage at once, one finds it as it was. */
export async function moveStage(
  tx: Transaction,
  org: string,
  { from, to }: { readonly from: RolloutStage; readonly to: RolloutStage },
): Promise<boolean> {
  const { count } = await tx.organisation.updateMany({
    where: { orgId: org, rolloutStage: from },
    data: { rolloutStage: to },
  })
  return count === 1
}
