/** What people do about a conflict: against the revision they looked at, and once per key. */
import type { ResolveResponse } from '@dartwing/protocol'
import type { FieldDecision } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { memberOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { CommitEvents } from '../platform/events.ts'
import { Metrics } from '../platform/metrics.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { retrying } from '../platform/prisma/retry.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { readReceipts } from '../store/ledger.sql.ts'
import { ConflictQueries } from './conflict-queries.ts'
import type { Situation } from './decide.ts'
import { openSituation } from './open-situation.ts'
import { acknowledge, contentHashOf, type Deed, mutationIdOf } from './receipt.ts'

export interface Guard {
  /** From `If-Match`: the revision the person looked at. */
  readonly revision: number
  /** From `Idempotency-Key`. */
  readonly key: string
}

/** Who asks for what about which conflict. */
export interface Call {
  readonly account: Account
  readonly org: string
  readonly id: string
  readonly guard: Guard
  readonly op: Deed['op']
  readonly asked: object
}

/** Puts everything into the situation's unit, or throws a problem; returns what it decided. */
export type Change = (
  tx: Transaction,
  situation: Situation,
  mutationId: string,
) => Promise<readonly FieldDecision[]>

const ATTEMPTS = 5

/** Whoever comes second learns what the first decided. */
export function assertOpen({ conflict }: Pick<Situation, 'conflict'>): void {
  if (conflict.state === 'open') return
  const resolution = {
    action: conflict.resolution?.action ?? conflict.state,
    by: conflict.resolved_by,
    at: conflict.resolved_at,
    decisions: conflict.resolution?.decisions ?? [],
    comment: conflict.resolution?.comment ?? null,
  }
  throw new ProblemException(conflict.state === 'auto_resolved' ? 'auto_resolved' : 'already_resolved', {
    resolution,
  })
}

const conflictId = z.uuid()
const idempotencyKey = z.string().min(8).max(200)

/** An id that is no id belongs to no conflict. */
export function conflictIdOf(id: string): string {
  const parsed = conflictId.safeParse(id)
  if (!parsed.success) throw new ProblemException('not_found')
  return parsed.data
}

/** A write names the revision it is about and the key it can be sent again with. */
export function guardOf(ifMatch: string | undefined, key: string | undefined): Guard {
  const revision = Number(/^"?(\d{1,9})"?$/.exec(ifMatch ?? '')?.[1])
  const parsed = idempotencyKey.safeParse(key)
  if (!Number.isInteger(revision) || !parsed.success) throw new ProblemException('precondition_required')
  return { revision, key: parsed.data }
}

@Injectable()
export class GuardedChanges {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly queries: ConflictQueries,
    private readonly metrics: Metrics,
  ) {}

  async apply(call: Call, change: Change): Promise<ResolveResponse> {
    return retrying(ATTEMPTS, () => this.#once(call, change))
  }

  /** Refuses what was decided while looking at something else, with the conflict as it is now. */
  async assertUnchanged(
    tx: Transaction,
    { member, conflict, unit }: Situation,
    { revision }: Guard,
  ): Promise<void> {
    if (conflict.revision === revision) return
    const item = await this.queries.detailFor(tx, member, conflict.conflict_id, unit.now)
    throw new ProblemException('revision_changed', { item })
  }

  async #once({ account, org, id, guard, op, asked }: Call, change: Change): Promise<ResolveResponse> {
    const done = await this.database.inOrganisation(org, async (tx, now) => {
      const member = await memberOf(tx, org, account)
      const situation = await openSituation(tx, member, id, now)
      const mutation_id = mutationIdOf(member.account_id, id, guard.key)
      const deed = { mutation_id, op, asked, content_hash: contentHashOf(op, asked) }
      const earlier = await this.#earlier(tx, situation, deed)
      if (earlier !== null) return { response: earlier, committed: null }
      const decisions = await change(tx, situation, mutation_id)
      acknowledge(situation, deed, decisions)
      const committed = await situation.unit.commit()
      const conflict = await this.queries.detailFor(tx, member, id, now)
      const version = situation.unit.document(conflict.doctype, conflict.name)?.version ?? null
      return { response: { conflict, version, replayed: false }, committed }
    })
    if (done.committed !== null) {
      this.events.publish(done.committed)
      this.metrics.countDecisions(done.committed)
    }
    return done.response
  }

  /** The same key again is answered with what it did; the same key for something else is refused. */
  async #earlier(
    tx: Transaction,
    { member, conflict, unit }: Situation,
    deed: Deed,
  ): Promise<ResolveResponse | null> {
    const receipts = await readReceipts(tx, member.org, [deed.mutation_id])
    const receipt = receipts.get(deed.mutation_id)
    if (receipt === undefined) return null
    if (receipt.content_hash !== deed.content_hash) throw new ProblemException('idempotency_key_reuse')
    const detail = await this.queries.detailFor(tx, member, conflict.conflict_id, unit.now)
    return { conflict: detail, version: receipt.version, replayed: true }
  }
}
