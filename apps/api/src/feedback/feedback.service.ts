import type { FeedbackReceipt, FeedbackState, feedbackRequest } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import type { z } from 'zod'
import { memberOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { appendFeedback, wasAskedLately } from './feedback.repository.ts'

/** What people say after a conflict. Nothing said is ever changed. */
@Injectable()
export class FeedbackService {
  constructor(private readonly database: Database) {}

  async state(account: Account, org: string): Promise<FeedbackState> {
    return this.database.inOrganisation(org, async (tx) => ({
      ask: !(await wasAskedLately(tx, await memberOf(tx, org, account))),
    }))
  }

  async say(
    account: Account,
    org: string,
    { comment, ...said }: z.output<typeof feedbackRequest>,
  ): Promise<FeedbackReceipt> {
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      const words = comment?.trim() || null
      const receipt = await appendFeedback(tx, member, { ...said, comment: words })
      if (receipt === undefined) throw new ProblemException('not_found')
      return { ...receipt, created_at: receipt.created_at.toISOString() }
    })
  }
}
