import { type PreviewResponse, type ResolveResponse, resolveRequest } from '@dartwing/protocol'
import { type Doc, ruleSetHash, sameValue } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import { memberOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { labelOf } from '../store/title.ts'
import { whyUnstorable } from '../store/values/storable.ts'
import { ConflictQueries } from './conflict-queries.ts'
import { type Asked, decide, type Outcome, type Situation } from './decide.ts'
import { assertOpen, type Guard, GuardedChanges } from './guarded-changes.ts'
import { openSituation } from './open-situation.ts'
import { isFor, permissionsOf } from './permissions.ts'
import { settle } from './settle.ts'

/** A person's decision: shown before it is done, done exactly once. */
@Injectable()
export class ResolutionsService {
  constructor(
    private readonly database: Database,
    private readonly changes: GuardedChanges,
    private readonly queries: ConflictQueries,
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
      if (!(error instanceof ProblemException) || error.problem.code !== 'slot_taken') throw error
      const { calendar } = await this.queries.detailFor(
        tx,
        situation.member,
        situation.conflict.conflict_id,
        situation.unit.now,
      )
      throw new ProblemException('slot_taken', {
        ...(error.problem.detail === undefined ? {} : { detail: error.problem.detail }),
        free: calendar?.free ?? [],
      })
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

function toPreview({ conflict, rule, unit, member }: Situation, outcome: Outcome): PreviewResponse {
  const stored = unit.document(conflict.doctype, conflict.name)
  const before = stored === undefined || stored.deleted ? null : stored.data
  const label = (field: string) => labelOf(rule, field)
  const lost = (side: 'server' | 'client', doc: Doc | null) =>
    conflict.fields.flatMap((field) => {
      const value = doc?.[field]
      if (value === undefined || value === null || outcome.pending.includes(field)) return []
      return sameValue(rule.name, field, value, outcome.doc?.[field] ?? null)
        ? []
        : [{ field, label: label(field), side, value }]
    })
  const isSubmitters = conflict.submitted_by === member.email
  return {
    revision: conflict.revision,
    rule_set: ruleSetHash(),
    complete: outcome.pending.length === 0,
    pending: [...outcome.pending],
    doc: outcome.doc,
    changes: changedFields(rule.name, before, outcome.doc).map((field) => ({
      field,
      label: label(field),
      from: before?.[field] ?? null,
      to: outcome.doc?.[field] ?? null,
    })),
    discarded: [...lost('server', before), ...lost('client', conflict.client)],
    notified: isSubmitters ? [] : [conflict.sides.client.actor_name],
    decisions: [...outcome.decisions],
  }
}

function changedFields(doctype: string, before: Doc | null, after: Doc | null): string[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].filter(
    (field) => !sameValue(doctype, field, before?.[field] ?? null, after?.[field] ?? null),
  )
}
