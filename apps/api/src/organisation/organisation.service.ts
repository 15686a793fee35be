import { type Organisation, ROLLOUT_STAGES, type StageRequest } from '@dartwing/protocol'
import { Inject, Injectable } from '@nestjs/common'
import { appendAudit } from '../access/members/audit.repository.ts'
import { adminOf, memberOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { moveStage, readOrganisation } from './organisation.repository.ts'

@Injectable()
export class OrganisationService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async read(account: Account, org: string): Promise<Organisation> {
    return this.database.inOrganisation(org, async (tx) => {
      await memberOf(tx, org, account)
      return this.#view(tx, org)
    })
  }

  /** One audited act: the stage moves and the audit has its row, or neither. */
  async changeStage(account: Account, org: string, { from, to }: StageRequest): Promise<Organisation> {
    return this.database.inOrganisation(org, async (tx) => {
      const { email } = await adminOf(tx, org, account)
      if (!(await moveStage(tx, org, { from, to }))) {
        const { rollout_stage } = await this.#view(tx, org)
        throw new ProblemException('stage_changed', { rollout_stage })
      }
      const isPromotion = ROLLOUT_STAGES.indexOf(to) > ROLLOUT_STAGES.indexOf(from)
      const act = isPromotion ? 'promoted' : 'demoted'
      await appendAudit(tx, { org, actor: email, act, subject: null, from, to })
      return this.#view(tx, org)
    })
  }

  async #view(tx: Transaction, org: string): Promise<Organisation> {
    return { ...(await readOrganisation(tx, org)), lowest_stage: this.settings.ROLLOUT_LOWEST_STAGE }
  }
}
