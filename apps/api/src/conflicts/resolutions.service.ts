import { type PreviewResponse, type ResolveResponse, resolveRequest } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { memberOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { whyUnstorable } from '../store/values/storable.ts'
import { type Asked, decide, type Outcome, type Situation } from './decide.ts'
import { assertOpen, type Guard, GuardedChanges } from './guarded-changes.ts'
import { SlotTaken } from './item/slot-taken.ts'
import { withSuggestions } from './item/suggest.ts'
import { toPreview } from './item/to-preview.ts'
import { openSituation } from './open-situation.ts'
import { isFor, permissionsOf } from './permissions.ts'
import { settle } from './settle.ts'

/** A person's decision: shown before it is done, done exactly once. */
@Injectable()
export class ResolutionsService {
  constructor(
    private readonly database: Database,
    private readonly changes: GuardedChanges,
  ) {}

  async preview(account: Account, org: string, id: string, body: unknown): Promise<PreviewResponse> {
    const asked = askedOf(body)
    return this.database.inOrganisation(org, async (tx, now) => {
      const member = await memberOf(tx, org, account)
      const situation = await openSituation(tx, member, id, now)
      assertOpen(situation)
      assertMayResolve(situation, asked)
      return toPreview(situation, await this.#decided(tx, situation, asked))
    })
  }

  async resolve(
    account: Account,
    org: string,
    id: string,
    guard: Guard,
    body: unknown,
  ): Promise<ResolveResponse> {
    const asked = askedOf(body)
    const call = { account, org, id, guard, op: 'resolve', asked } as const
    return this.changes.apply(call, async (tx, situation, mutation_id) => {
      assertOpen(situation)
      assertMayResolve(situation, asked)
      await this.changes.assertUnchanged(tx, situation, guard)
      const outcome = await this.#decided(tx, situation, asked)
      if (outcome.pending.length > 0) {
        throw new ProblemException('incomplete', {
          fields: outcome.pending.map((path) => ({ path, message: 'needs a choice' })),
        })
      }
      const { action, comment } = asked
      settle(situation, outcome, { mutation_id, state: 'resolved', action, comment })
      return outcome.decisions
    })
  }

  /** `decide`, and when the time is taken, the times that are free. */
  async #decided(tx: Transaction, situation: Situation, asked: Asked): Promise<Outcome> {
    try {
      const outcome = decide(situation, asked)
      const unseen = [outcome.slot, outcome.other?.slot].flatMap((slot) => slot ?? [])
      const strange = unseen.filter((slot) => !situation.unit.covers(slot))
      if (strange.length === 0) return outcome
      // A time on another resource or another week: look there too before saying that it is free.
      for (const { resource, start, end } of strange) {
        await situation.unit.loadSlots([resource], { from: start, to: end })
      }
      return decide(situation, asked)
    } catch (error) {
      throw error instanceof SlotTaken ? await withSuggestions(tx, situation, error) : error
    }
  }
}

function askedOf(body: unknown): Asked {
  const unstorable = whyUnstorable(body)
  if (unstorable !== null) {
    throw new ProblemException('malformed_request', { fields: [{ path: '', message: unstorable }] })
  }
  const { action, choices, target, comment } = parse(resolveRequest, body)
  return { action, choices, target, comment: comment ?? null }
}

function assertMayResolve({ member, conflict, unit }: Situation, { action }: Asked): void {
  if (!isFor(action, conflict.kind)) {
    throw new ProblemException('invalid_choice', { detail: `${action} is no answer to a ${conflict.kind}` })
  }
  const permissions = permissionsOf(
    member,
    conflict,
    unit.document(conflict.doctype, conflict.name),
    unit.now,
  )
  const allowed = action === 'book_anyway' ? permissions.book_anyway : permissions.resolve
  if (!allowed) throw new ProblemException('forbidden')
}
